using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Apply;

/// <summary>How the objects of each kind merge.</summary>
internal static class FieldShapes
{
    /// <param name="root">The state of the store, which has the custom kinds.</param>
    /// <param name="type">The kind.</param>
    public static FieldShape Of(StoreRoot root, ResourceType type)
    {
        if (BuiltInTypes.Of(type) is { } known)
        {
            return TypeShape.Of(known);
        }
        return KindSet.At(root).Find(type)?.Custom is { } custom ? new CustomShape(custom.Schema) : CustomShape.Undescribed;
    }
}
