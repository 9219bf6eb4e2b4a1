using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Selecting;

/// <summary>Reads a field by its dotted path, as selectors and columns name it.</summary>
internal static class FieldReader
{
    /// <summary>The field, or null. A blank path part or something that is no object on the way gives null.</summary>
    public static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }
        return node;
    }

    /// <summary>The field as text; empty when it is not there.</summary>
    public static string Text(JsonNode? node, string path) => Text(Find(node, path));

    /// <summary>A scalar as text; empty for null.</summary>
    public static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
