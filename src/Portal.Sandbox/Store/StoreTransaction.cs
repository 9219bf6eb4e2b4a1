using System.Text.Json.Nodes;

namespace Portal.Sandbox.Store;

/// <summary>One atomic set of changes, run by the store's writer. What it throws undoes it.</summary>
public sealed class StoreTransaction
{
    private readonly StoreRoot _start;
    private readonly List<StoreEvent> _events = [];

    internal StoreTransaction(StoreRoot root) => _start = Root = root;

    /// <summary>Everything stored, with the changes made so far.</summary>
    public StoreRoot Root { get; private set; }

    internal IReadOnlyList<StoreEvent> Events => _events;

    /// <summary>Adds or replaces. Sets <c>metadata.resourceVersion</c>.</summary>
    public StoredObject Put(ResourceType type, JsonObject obj)
    {
        var stored = Store(obj);
        var previous = Root.Find(type, stored.Namespace, stored.Name);
        Root = Root.With(type.ToString(), stored);
        _events.Add(new StoreEvent(type.ToString(), previous is null ? StoreEventKind.Added : StoreEventKind.Modified, stored, previous));
        return stored;
    }

    /// <summary>Removes; <paramref name="last"/> is the last state, which watchers are told.</summary>
    public StoredObject Remove(ResourceType type, JsonObject last)
    {
        var stored = Store(last);
        var previous = Root.Find(type, stored.Namespace, stored.Name);
        Root = Root.Without(type.ToString(), stored);
        _events.Add(new StoreEvent(type.ToString(), StoreEventKind.Deleted, stored, previous));
        return stored;
    }

    /// <summary>Forgets every change: a dry run.</summary>
    public void Discard()
    {
        Root = _start;
        _events.Clear();
    }

    private StoredObject Store(JsonObject obj)
    {
        var metadata = (JsonObject)obj["metadata"]!;
        var version = Root.Version + 1;
        metadata["resourceVersion"] = StoreJson.Version(version);
        return new StoredObject((string?)metadata["namespace"] ?? "", (string)metadata["name"]!, version, StoreJson.Bytes(obj));
    }
}
