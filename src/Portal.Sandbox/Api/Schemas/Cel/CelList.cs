using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>A list of the document that is checked, with what its schema says of its items.</summary>
internal sealed record CelList(JsonArray Node, Schema? Schema)
{
    public IReadOnlyList<object?> Items => [.. Node.Select(i => CelValue.Of(i, Schema?.Items))];
}
