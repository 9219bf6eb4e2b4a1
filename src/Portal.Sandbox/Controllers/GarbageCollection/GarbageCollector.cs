using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Runtime;
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

    private const string Component = "garbage-collector-controller";

    private readonly OwnerGraph _graph = new();
    private readonly OwnerLookup _lookup;
    private readonly OwnerEdits _edits;

    public GarbageCollector(IObjects objects, TimeProvider time, ILogger<GarbageCollector> logger)
        : base(objects, time, logger)
    {
        (_lookup, _edits) = (new OwnerLookup(objects), new OwnerEdits(objects));

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
            await AwaitDependantsAsync(obj, ct);
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
            Queue.AddAll(_graph.DependantsOf(obj.Uid).Select(d => d.Uid));

            // An owner that waits for its dependants has one fewer to wait for.
            Queue.AddAll(obj.Owners.Select(o => o.Uid));
            return;
        }

        var before = _graph.Put(obj);
        if (obj.Owners.Count > 0 || obj.Orphans || obj.WaitsForDependants)
        {
            Queue.Add(obj.Uid);
        }

        // So has one that is no longer named, or no longer held up.
        Queue.AddAll((before?.Owners ?? []).Where(o => o.BlocksDeletion && !obj.Owners.Any(n => n.Uid == o.Uid && n.BlocksDeletion)).Select(o => o.Uid));
        if (obj.WaitsForDependants)
        {
            Queue.AddAll(_graph.DependantsOf(obj.Uid).Select(d => d.Uid));
        }
    }

    private async Task CheckOwnersAsync(Owned obj, CancellationToken ct)
    {
        // The graph may lag behind, and what it says would delete for good: the object's own references are read again.
        if (Objects.Get(obj.Type, obj.Key.Namespace, obj.Key.Name) is not { } stored || Owned.Read(obj.Type, stored) is not { Terminating: false } current || current.Uid != obj.Uid)
        {
            return;
        }

        var owners = current.Owners.Select(o => (Reference: o, State: _lookup.Find(current, o))).ToList();
        await TellMisplacedAsync(stored, current, ct);
        var (gone, waiting) = (owners.Where(o => o.State == OwnerState.Gone).ToList(), owners.Where(o => o.State == OwnerState.WaitsForUs).ToList());
        if (gone.Count + waiting.Count == 0)
        {
            return;
        }

        if (owners.Count > gone.Count + waiting.Count)
        {
            await _edits.DropReferencesAsync(current, [.. gone.Concat(waiting).Select(o => o.Reference.Uid)], ct);
            return;
        }

        var dependants = _graph.DependantsOf(current.Uid);
        var inForeground = waiting.Count > 0 && dependants.Count > 0;
        if (inForeground && dependants.Any(d => d.WaitsForDependants))
        {
            // Perhaps a circle, in which each would wait for the next: this one holds up nobody any more.
            await _edits.UnblockAsync(current, ct);
        }

        var policy = inForeground || current.Finalizers.Contains(ForegroundFinalizer) ? "Foreground" : "Background";
        await Objects.DeleteAsync(
            current.Type, current.Key.Namespace, current.Key.Name,
            new DeleteOptions { Uid = current.Uid, PropagationPolicy = !inForeground && current.Finalizers.Contains(OrphanFinalizer) ? "Orphan" : policy }, ct);
    }

    /// <summary>Says so when an owner lives where this object cannot have one.</summary>
    private async Task TellMisplacedAsync(JsonObject stored, Owned obj, CancellationToken ct)
    {
        foreach (var owner in obj.Owners.Where(o => _lookup.IsMisplaced(obj, o, _graph.Find(o.Uid))))
        {
            var text = $"ownerRef [{owner.ApiVersion}/{owner.Kind}, namespace: {obj.Key.Namespace}, name: {owner.Name}, uid: {owner.Uid}] does not exist in namespace \"{obj.Key.Namespace}\"";
            await RecordAsync(stored, "Warning", "OwnerRefInvalidNamespace", text, Component, ct);
        }
    }

    private async Task AwaitDependantsAsync(Owned owner, CancellationToken ct)
    {
        // One that lives in no namespace cannot name an owner in one, and would be waited for in vain.
        var blocking = _graph.DependantsOf(owner.Uid)
            .Where(d => (d.Type.Namespaced || !owner.Type.Namespaced) && d.Owners.Any(o => o.Uid == owner.Uid && o.BlocksDeletion)).ToList();
        if (blocking.Count == 0)
        {
            await _edits.DropFinalizerAsync(owner, ForegroundFinalizer, ct);
            return;
        }

        Queue.AddAll(blocking.Where(d => !d.Terminating).Select(d => d.Uid));
    }

    private async Task OrphanAsync(Owned owner, CancellationToken ct)
    {
        // Whom the graph forgot would be deleted for good, so the store is asked.
        foreach (var dependant in _lookup.DependantsOf(owner))
        {
            await _edits.DropReferencesAsync(dependant, [owner.Uid], ct);
        }

        await _edits.DropFinalizerAsync(owner, OrphanFinalizer, ct);
    }
}
