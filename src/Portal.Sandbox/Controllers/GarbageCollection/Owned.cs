using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>What the garbage collector knows of an object.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Key">Namespace and name.</param>
/// <param name="Uid">Which object it is.</param>
/// <param name="Owners">The objects that it exists for.</param>
/// <param name="Terminating">Whether its deletion was asked for.</param>
/// <param name="Finalizers">What has to happen before it may go.</param>
internal sealed record Owned(
    ResourceType Type, ObjectKey Key, string Uid, IReadOnlyList<OwnerReference> Owners, bool Terminating, IReadOnlyList<string> Finalizers)
{
    /// <summary>Dependants go first.</summary>
    public bool WaitsForDependants => Terminating && Finalizers.Contains(GarbageCollector.ForegroundFinalizer);

    /// <summary>Dependants are let go.</summary>
    public bool Orphans => Terminating && Finalizers.Contains(GarbageCollector.OrphanFinalizer);

    public static Owned Read(ResourceType type, JsonObject obj) => new(
        type,
        ObjectKey.Of(obj),
        obj.Uid(),
        [.. obj.Items("metadata", "ownerReferences").Select(OwnerReference.Read)],
        obj.Terminating(),
        obj.At("metadata", "finalizers") is JsonArray list ? [.. list.Select(f => f.Scalar() ?? "")] : []);
}
