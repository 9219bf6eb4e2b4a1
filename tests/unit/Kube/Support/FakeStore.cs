using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.UnitTests.Kube.Support;

/// <summary>Objects, versions and a history of changes that can be forgotten: what an API server has behind it.</summary>
internal sealed class FakeStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Plural, string Namespace, string Name), JsonObject> _objects = [];
    private readonly List<(long Version, string Plural, string Type, string Json)> _history = [];
    private long _version = 100;
    private long _oldest = 100;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    public JsonObject Put(ResourceKind kind, string ns, string name, JsonObject? content = null)
    {
        lock (_gate)
        {
            var key = (kind.Plural, ns, name);
            var known = _objects.TryGetValue(key, out var old);
            var value = content is null ? [] : (JsonObject)content.DeepClone();
            var metadata = value["metadata"] as JsonObject ?? [];
            value["metadata"] = metadata;
            metadata["name"] = name;
            if (kind.Namespaced)
            {
                metadata["namespace"] = ns;
            }

            metadata["uid"] = known ? (string?)old!["metadata"]!["uid"] : Guid.NewGuid().ToString();
            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            value["apiVersion"] = kind.ApiVersion;
            value["kind"] = kind.Kind;
            _objects[key] = value;
            Add(kind.Plural, known ? "MODIFIED" : "ADDED", value);
            return (JsonObject)value.DeepClone();
        }
    }

    public void Remove(ResourceKind kind, string ns, string name)
    {
        lock (_gate)
        {
            if (_objects.Remove((kind.Plural, ns, name), out var old))
            {
                old["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
                Add(kind.Plural, "DELETED", old);
            }
        }
    }

    public JsonObject? Find(string plural, string ns, string name)
    {
        lock (_gate)
        {
            return _objects.TryGetValue((plural, ns, name), out var value) ? (JsonObject)value.DeepClone() : null;
        }
    }

    /// <summary>Forgets all history: watches and pages of earlier versions get 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _history.Clear();
            _oldest = _version;
        }
    }

    public (long Version, IReadOnlyList<string> Items) List(string plural)
    {
        lock (_gate)
        {
            return (_version, [.. _objects.Where(o => o.Key.Plural == plural).Select(o => o.Value.ToJsonString())]);
        }
    }

    public IReadOnlyDictionary<string, string> Versions(ResourceKind kind)
    {
        lock (_gate)
        {
            return _objects.Where(o => o.Key.Plural == kind.Plural)
                .ToDictionary(o => $"{o.Key.Namespace}/{o.Key.Name}", o => $"{o.Value["metadata"]!["uid"]}@{o.Value["metadata"]!["resourceVersion"]}");
        }
    }

    /// <summary>Events after a version; null when they are forgotten. The task completes when there are more.</summary>
    public (IReadOnlyList<(long Version, string Line)>? Events, Task More) Since(string plural, long version)
    {
        lock (_gate)
        {
            return version < _oldest
                ? (null, Task.CompletedTask)
                : ([.. _history.Where(h => h.Plural == plural && h.Version > version).Select(h => (h.Version, $$"""{"type":"{{h.Type}}","object":{{h.Json}}}"""))], _changed.Task);
        }
    }

    private void Add(string plural, string type, JsonObject value)
    {
        _history.Add((_version, plural, type, value.ToJsonString()));
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
