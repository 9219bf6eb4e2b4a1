using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Apply;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>The API for the node and the controllers of this process, as the system itself.</summary>
public sealed class Objects : IObjects
{
    /// <summary>Field manager of what this process owns.</summary>
    public const string SystemManager = "sandbox";

    private const int WatchBatchSize = 256;
    private readonly ObjectStore _store;
    private readonly ObjectWriter _writer;
    private readonly EventRecorder _events;
    private readonly WriteOptions _asSystem = new(Caller.System);

    public Objects(ObjectStore store, TimeProvider? clock = null)
        : this(store, new ObjectWriter(store, AdmissionSteps.All, AdmissionSteps.Effects, clock ?? TimeProvider.System), clock ?? TimeProvider.System)
    {
    }

    public Objects(ObjectStore store, ObjectWriter writer, TimeProvider clock)
    {
        (_store, _writer) = (store, writer);
        _events = new EventRecorder(this, clock, Environment.MachineName.ToLowerInvariant());
    }

    public IReadOnlyList<ResourceType> Kinds => [.. KindSet.At(_store.Current).Stored];

    public JsonObject? Get(ResourceType type, string ns, string name) => _store.Current.Find(type, ns, name) is { } stored ? StoreJson.Object(stored) : null;

    public IReadOnlyList<JsonObject> List(ResourceType type, string? ns) => [.. _store.Current.Range(type, ns).Select(StoreJson.Object)];

    public async ValueTask<JsonObject> CreateAsync(ResourceType type, JsonObject obj, CancellationToken ct)
    {
        var copy = obj.DeepClone().AsObject();
        copy["apiVersion"] ??= type.ApiVersion;
        copy["kind"] ??= type.Kind;
        // What an object says of its owners stays, as after an apply.
        var options = copy["metadata"]?["managedFields"] is null ? _asSystem : _asSystem with { Manager = new FieldManager(SystemManager, IsApply: true, "") };
        return AsRead(await _writer.CreateAsync(type, copy, options, ct));
    }

    public async ValueTask<JsonObject?> UpdateAsync(ResourceType type, string ns, string name, bool status, Func<JsonObject, bool> change, CancellationToken ct)
    {
        try
        {
            return AsRead(await _writer.UpdateAsync(type, ns, name, status ? "status" : "", obj => change(obj) ? obj : null, _asSystem, ct));
        }
        catch (ApiException e) when (e.Code == 404)
        {
            return null;
        }
    }

    public ValueTask<bool> DeleteAsync(ResourceType type, string ns, string name, string? uid, long? graceSeconds, CancellationToken ct) =>
        DeleteAsync(type, ns, name, new DeleteOptions { Uid = uid, GraceSeconds = graceSeconds, Finalize = type == ResourceTypes.Namespaces && graceSeconds == 0 }, ct);

    public async ValueTask<bool> DeleteAsync(ResourceType type, string ns, string name, DeleteOptions how, CancellationToken ct)
    {
        try
        {
            await _writer.DeleteAsync(type, ns, name, how, _asSystem, ct);
            return true;
        }
        catch (ApiException e) when (e.Code == 404 || (e.Code == 409 && (how.Uid ?? how.ResourceVersion) is not null))
        {
            // Another object with the name is not the one that was meant: that one is gone.
            return false;
        }
    }

    public async IAsyncEnumerable<ObjectChange> WatchAsync(ResourceType type, [EnumeratorCancellation] CancellationToken ct)
    {
        var root = _store.Current;
        foreach (var stored in root.All(type))
        {
            yield return new ObjectChange("ADDED", StoreJson.Object(stored));
        }
        var seen = root.Version;
        while (true)
        {
            var batch = Changes(type, seen);
            foreach (var change in batch.Events)
            {
                yield return new ObjectChange(change.Kind.ToString().ToUpperInvariant(), StoreJson.Object(change.Object));
            }
            seen = batch.UpTo;
            await batch.More.WaitAsync(ct);
        }
    }

    public ValueTask RecordEventAsync(JsonObject regarding, string eventType, string reason, string message, string component, CancellationToken ct) =>
        _events.RecordAsync(regarding, eventType, reason, message, component, ct);

    /// <summary>As if read from the store: values that were set as C# numbers read like any other number.</summary>
    private static JsonObject AsRead(JsonObject obj) => (JsonObject)StoreJson.Parse(StoreJson.Bytes(obj))!;

    private WatchBatch Changes(ResourceType type, long after)
    {
        try
        {
            return _store.Changes(type, after, WatchBatchSize);
        }
        catch (HistoryGoneException e)
        {
            throw ApiErrors.Expired(e.Message);
        }
    }
}
