using Portal.Sandbox.Api.Types;

namespace Portal.Sandbox.Api.Apply;

/// <summary>The shape of objects of a custom kind: metadata as everywhere, the rest as its schema says.</summary>
internal sealed class CustomShape : FieldShape
{
    /// <summary>A kind without a schema.</summary>
    public static readonly CustomShape Undescribed = new();

    public override FieldShape Items => AnyShape.Instance;

    public override bool IsStruct => true;

    public override FieldShape Member(string name) => name == "metadata" ? TypeShape.Of(BuiltInTypes.ObjectMeta) : AnyShape.Instance;
}
