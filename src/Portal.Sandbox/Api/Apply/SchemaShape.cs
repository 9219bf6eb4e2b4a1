using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.Apply;

/// <summary>The shape that a structural schema gives.</summary>
internal sealed class SchemaShape(Schema schema) : FieldShape
{
    public override IReadOnlyList<string> Keys => schema.ListType == "map" ? schema.ListMapKeys : [];

    public override bool IsSet => schema.ListType == "set";

    public override bool IsAtomic => schema.MapType == "atomic";

    public override FieldShape Items => schema.Items is { } items ? new SchemaShape(items) : AnyShape.Instance;

    public override bool Declares(string name) => schema.Properties.ContainsKey(name);

    public override FieldShape? Member(string name)
    {
        if (schema.Member(name) is { } member)
        {
            return new SchemaShape(member);
        }
        var isFree = schema.PreserveUnknownFields || schema.AnyProperty || schema.Type.Length == 0;
        return isFree || schema.EmbeddedResource && name is "apiVersion" or "kind" or "metadata" ? AnyShape.Instance : null;
    }

    public override JsonNode? DefaultOf(string key) => schema.Items?.Properties.GetValueOrDefault(key)?.Default;
}
