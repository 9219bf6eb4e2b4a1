using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>An object of the document that is checked, with what its schema says of its members.</summary>
internal sealed record CelObject(JsonObject Node, Schema? Schema)
{
    public bool Has(string name) => Node.TryGetPropertyValue(name, out var value) && value is not null;

    /// <exception cref="CelException">There is no such member.</exception>
    public object? Get(string name) => Node.TryGetPropertyValue(name, out var value) ? CelValue.Of(value, Schema?.Member(name)) : throw new CelException($"no such key: {name}");
}
