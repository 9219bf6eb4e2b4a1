using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Reading;

namespace Portal.UnitTests.Sandbox.Api.Schemas;

/// <summary>Schemas and objects as tests write them.</summary>
internal static class SchemaText
{
    public static Schema Schema(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new SchemaReader().Read(document.RootElement);
    }

    public static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>A schema of an object with the one member <c>v</c>.</summary>
    public static Schema Member(string json) => Schema($$$"""{"type":"object","properties":{"v":{{{json}}} } }""");
}
