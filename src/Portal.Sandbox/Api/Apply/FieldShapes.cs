using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Apply;

/// <summary>How the objects of each kind merge.</summary>
internal static class FieldShapes
{
    public static FieldShape Of(ResourceType type) => BuiltInTypes.Of(type) is { } known ? TypeShape.Of(known) : CustomShape.Undescribed;
}
