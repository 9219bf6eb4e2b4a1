using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Tables;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Type">OpenAPI type of the cells.</param>
/// <param name="Cell">Reads the cell from an object, given what time it is.</param>
public sealed record Column(string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    /// <summary>0 is always shown, 1 with <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    /// <summary>What the column is about.</summary>
    public string Description { get; init; } = "";

    /// <summary>OpenAPI format of the cells; <c>name</c> marks the name.</summary>
    public string Format { get; init; } = "";
}
