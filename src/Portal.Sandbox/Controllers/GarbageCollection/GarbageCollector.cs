using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>
/// Deletes what exists for an object that is gone: dependants after their owner (background), before it (foreground), or lets them go (orphan). Queued
/// by uid. An owner of a kind that is not served here counts as present.
/// </summary>
internal sealed class GarbageCollector : Controller<string>
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";

    private readonly OwnerGraph _graph = new();

    public GarbageCollector(IObjects objects, TimeProvider time, ILogger<GarbageCollector> logger)
        : base(objects, time, logger)
    {
        // Events come by the thousand and own nothing.
        WatchKinds(type => type != ResourceTypes.Events, OnChange);
    }

    protected override int Workers => 2;

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        if (_graph.Find(key) is not { } obj)
        {
            return null;
        }

        if (obj.Orphans)
        {
            await OrphanAsync(obj, ct);
        }
        else if (obj.WaitsForDependants)
        {
            await DeleteDependantsAsync(obj, ct);
        }
        else if (!obj.Terminating && obj.Owners.Count > 0)
        {
            await CheckOwnersAsync(obj, ct);
        }

        return null;
    }

    private void OnChange(ResourceType type, ObjectChange change)
    {
        var obj = Owned.Read(type, change.Object);
        if (change.Type == "DELETED")
        {
            _graph.Remove(obj.Uid);
            foreach (var dependant in _graph.DependantsOf(obj.Uid))
            {
                Queue.Add(dependant.Uid);
            }

            // An owner that waits for its dependants has one fewer to wait for.
            foreach (var owner in obj.Owners)
            {
                Queue.Add(owner.Uid);
            }

            return;
        }

        _graph.Put(obj);
        if (obj.Owners.Count > 0 || obj.Orphans || obj.WaitsForDependants)
        {
            Queue.Add(obj.Uid);
        }

        if (obj.WaitsForDependants)
        {
            foreach (var dependant in _graph.DependantsOf(obj.Uid))
            {
                Queue.Add(dependant.Uid);
            }
        }
    }

    private async Task CheckOwnersAsync(Owned obj, CancellationToken ct)
    {
        var owners = obj.Owners.Select(o => (Reference: o, Owner: Resolve(obj, o))).ToList();
        var gone = owners.Where(o => o.Owner == OwnerState.Gone).Select(o => o.Reference.Uid).ToHashSet();
        if (gone.Count == 0 && !owners.Exists(o => o.Owner == OwnerState.WaitsForUs))
        {
            return;
        }

        if (owners.Exists(o => o.Owner == OwnerState.Present))
        {
            await DropReferencesAsync(obj, gone, ct);
        }
        else
        {
            await Objects.DeleteAsync(obj.Type, obj.Key.Namespace, obj.Key.Name, obj.Uid, graceSeconds: null, ct);
        }
    }

    private OwnerState Resolve(Owned dependant, OwnerReference reference)
    {
        if (Objects.Kinds.FirstOrDefault(t => t.Kind == reference.Kind && t.Group == reference.Group) is not { } type)
        {
            return OwnerState.Present;
        }

        // The graph may lag; whether the owner is there is asked of the store.
        var owner = Objects.Get(type, type.Namespaced ? dependant.Key.Namespace : "", reference.Name);
        return owner is null || owner.Uid() != reference.Uid ? OwnerState.Gone
            : Owned.Read(type, owner).WaitsForDependants ? OwnerState.WaitsForUs
            : OwnerState.Present;
    }

    private async Task DeleteDependantsAsync(Owned owner, CancellationToken ct)
    {
        var dependants = _graph.DependantsOf(owner.Uid);
        foreach (var dependant in dependants.Where(d => !d.Terminating))
        {
            await CheckOwnersAsync(dependant, ct);
        }

        if (!dependants.Any(d => d.Owners.Any(o => o.Uid == owner.Uid && o.BlocksDeletion)))
        {
            await DropFinalizerAsync(owner, ForegroundFinalizer, ct);
        }
    }

    private async Task OrphanAsync(Owned owner, CancellationToken ct)
    {
        foreach (var dependant in _graph.DependantsOf(owner.Uid))
        {
            await DropReferencesAsync(dependant, [owner.Uid], ct);
        }

        await DropFinalizerAsync(owner, OrphanFinalizer, ct);
    }

    private async Task DropReferencesAsync(Owned obj, HashSet<string> owners, CancellationToken ct) =>
        await UpdateAsync(obj, metadata => Drop(metadata, "ownerReferences", r => owners.Contains(r.Text("uid") ?? "")), ct);

    private async Task DropFinalizerAsync(Owned obj, string finalizer, CancellationToken ct) =>
        await UpdateAsync(obj, metadata => Drop(metadata, "finalizers", f => f.Scalar() == finalizer), ct);

    private async Task UpdateAsync(Owned obj, Func<JsonObject, bool> change, CancellationToken ct) =>
        await Objects.UpdateAsync(
            obj.Type, obj.Key.Namespace, obj.Key.Name, status: false, current => current.Uid() == obj.Uid && change(current.Child("metadata")), ct);

    private static bool Drop(JsonObject metadata, string list, Predicate<JsonNode?> which)
    {
        if (metadata[list] is not JsonArray array)
        {
            return false;
        }

        var dropped = array.RemoveAll(n => which(n)) > 0;
        if (array.Count == 0)
        {
            metadata.Remove(list);
        }

        return dropped;
    }
}
