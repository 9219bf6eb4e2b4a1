using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Types;

namespace Portal.Sandbox.Api.Apply;

/// <summary>The shape of objects of a custom kind: metadata as everywhere, the rest as its schema says.</summary>
internal sealed class CustomShape(Schema schema) : FieldShape
{
    /// <summary>A kind without a schema.</summary>
    public static readonly CustomShape Undescribed = new(Schema.Anything);

    private readonly SchemaShape _rest = new(schema);

    public override FieldShape Items => AnyShape.Instance;

    public override bool Declares(string name) => true;

    public override FieldShape? Member(string name) => name switch
    {
        "apiVersion" or "kind" => AnyShape.Instance,
        "metadata" => TypeShape.Of(BuiltInTypes.ObjectMeta),
        _ => _rest.Member(name),
    };
}
