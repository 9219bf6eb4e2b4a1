using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.Core.Workspaces;

namespace Portal.UnitTests.Core.Support;

/// <summary>
/// A Kubernetes API in memory, with the rules that matter to callers: names are taken once, deletes check the uid, feeds follow the
/// objects. SparkApplications reach their feed by themselves; pods, events and states are what the test says.
/// </summary>
internal sealed class FakeCluster(TimeProvider? time = null) : ICluster
{
    private static readonly ResourceKind[] Kinds = [ResourceKind.Namespace, ResourceKind.Pod, ResourceKind.Event, ResourceKind.ConfigMap, ResourceKind.Secret, ResourceKind.SparkApplication];

    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<ResourceKey, JsonObject> _objects = [];
    private readonly ConcurrentDictionary<(string PodUid, string Container), FakeLog> _logs = [];
    private int _version;

    public string Id => "test";

    public ClusterHealth Health { get; set; } = new(true, null, null);

    public FakeFeed<NamespaceView> Namespaces { get; } = new();

    public FakeFeed<SparkApplicationView> Applications { get; } = new();

    public FakeFeed<PodView> Pods { get; } = new();

    public FakeFeed<EventView> Events { get; } = new();

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    /// <summary>Looks at a request before it is answered; what it gives is thrown.</summary>
    public Func<FakeRequest, ClusterException?> Refuse { get; set; } = _ => null;

    /// <summary>Runs before a request is answered, for tests that need one to take its time.</summary>
    public Func<FakeRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>What people may do; the portal itself may do everything.</summary>
    public Func<Caller, string, string?, bool> Allows { get; set; } = (_, _, _) => true;

    public Dictionary<string, Caller> Tokens { get; } = [];

    public IFeed<T> Feed<T>()
        where T : class, IClusterObject =>
        Namespaces as IFeed<T> ?? Applications as IFeed<T> ?? Pods as IFeed<T> ?? Events as IFeed<T> ?? throw new NotSupportedException(typeof(T).Name);

    public void AddWorkspace(string name, bool terminating = false) =>
        Namespaces.Set(new NamespaceView(new(Id, ResourceKind.Namespace, "", name), Guid.NewGuid().ToString(), "1")
        {
            Labels = new Dictionary<string, string> { [PortalLabels.Workspace] = "true" },
            Terminating = terminating,
        });

    /// <summary>The log of a container, to be written by the test.</summary>
    public FakeLog Log(string podUid, string container = "spark-kubernetes-driver") => _logs.GetOrAdd((podUid, container), _ => new FakeLog());

    public bool Exists(ResourceKind kind, string ns, string name)
    {
        lock (_lock)
        {
            return _objects.ContainsKey(new(Id, kind, ns, name));
        }
    }

    public IReadOnlyList<JsonObject> All(ResourceKind kind)
    {
        lock (_lock)
        {
            return [.. _objects.Where(o => o.Key.Kind == kind).Select(o => Clone(o.Value))];
        }
    }

    /// <summary>Sets the status as the operator would.</summary>
    public void SetStatus(string ns, string name, JsonObject status)
    {
        lock (_lock)
        {
            var key = new ResourceKey(Id, ResourceKind.SparkApplication, ns, name);
            if (_objects.TryGetValue(key, out var application))
            {
                application["status"] = status;
                Stored(key, application);
            }
        }
    }

    /// <summary>Deletes without asking anybody, as the operator's time to live does.</summary>
    public void Remove(ResourceKind kind, string ns, string name)
    {
        lock (_lock)
        {
            Gone(new(Id, kind, ns, name));
        }
    }

    public async Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct)
    {
        await EnterAsync(new(caller, "get", key), ct);
        lock (_lock)
        {
            return Clone(Existing(key));
        }
    }

    public async Task<IReadOnlyList<MetadataView>> ListAsync(Caller caller, ResourceKind kind, string labelSelector, CancellationToken ct)
    {
        await EnterAsync(new(caller, "list", new(Id, kind, "", "")), ct);
        return [.. All(kind).Select(Metadata).Where(m => m.Labels.ContainsKey(labelSelector))];
    }

    public async Task<JsonObject> CreateAsync(Caller caller, JsonObject manifest, bool dryRun, CancellationToken ct)
    {
        var kind = Kinds.Single(k => k.Kind == (string?)manifest["kind"] && k.ApiVersion == (string?)manifest["apiVersion"]);
        var key = new ResourceKey(Id, kind, (string?)manifest["metadata"]?["namespace"] ?? "", (string)manifest["metadata"]!["name"]!);
        await EnterAsync(new(caller, "create", key, dryRun), ct);
        lock (_lock)
        {
            if (_objects.ContainsKey(key))
            {
                throw new ClusterException(ClusterErrorKind.AlreadyExists, $"{kind} \"{key.Name}\" already exists") { StatusCode = 409, Reason = "AlreadyExists" };
            }

            var created = Clone(manifest);
            created["metadata"]!["uid"] = Guid.NewGuid().ToString();
            created["metadata"]!["creationTimestamp"] = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            if (!dryRun)
            {
                Stored(key, created);
            }

            return Clone(created);
        }
    }

    public async Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct)
    {
        await EnterAsync(new(caller, "patch", key), ct);
        lock (_lock)
        {
            var patched = Existing(key);
            Merge(patched, patch);
            Stored(key, patched);
            return Clone(patched);
        }
    }

    public async Task DeleteAsync(Caller caller, ResourceKey key, string? uid, CancellationToken ct)
    {
        await EnterAsync(new(caller, "delete", key, Uid: uid), ct);
        lock (_lock)
        {
            if (uid is not null && (string?)Existing(key)["metadata"]!["uid"] != uid)
            {
                throw new ClusterException(ClusterErrorKind.Conflict, "Precondition failed: UID in precondition is not the object's") { StatusCode = 409, Reason = "Conflict" };
            }

            Existing(key);
            Gone(key);
        }
    }

    public Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct) =>
        Task.FromResult(caller.IsPortal || Allows(caller, verb, ns));

    public Task<Caller?> AuthenticateAsync(string bearerToken, CancellationToken ct) => Task.FromResult(Tokens.GetValueOrDefault(bearerToken));

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(ContainerRef container, LogLine? after, [EnumeratorCancellation] CancellationToken ct)
    {
        await EnterAsync(new(Caller.Portal, "tail", new(Id, ResourceKind.Pod, container.Namespace, container.Pod)), ct);
        if (!_logs.TryGetValue((container.PodUid, container.Container), out var log))
        {
            throw NotFound(new(Id, ResourceKind.Pod, container.Namespace, container.Pod));
        }

        await foreach (var lines in log.TailAsync(after, ct))
        {
            yield return lines;
        }
    }

    private async Task EnterAsync(FakeRequest request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Requests.Enqueue(request);
        await Before(request);
        if (Refuse(request) is { } refusal)
        {
            throw refusal;
        }

        var (caller, verb, key, _, _) = request;
        if (!caller.IsPortal && !Allows(caller, verb, key.Namespace))
        {
            var message = $"{key.Kind} \"{key.Name}\" is forbidden: User \"{caller.User}\" cannot {verb} resource \"{key.Kind.Plural}\" in API group \"{key.Kind.Group}\" in the namespace \"{key.Namespace}\"";
            throw new ClusterException(ClusterErrorKind.Forbidden, message) { StatusCode = 403, Reason = "Forbidden" };
        }
    }

    private JsonObject Existing(ResourceKey key) => _objects.GetValueOrDefault(key) ?? throw NotFound(key);

    private static ClusterException NotFound(ResourceKey key) =>
        new(ClusterErrorKind.NotFound, $"{key.Kind} \"{key.Name}\" not found") { StatusCode = 404, Reason = "NotFound" };

    private void Stored(ResourceKey key, JsonObject value)
    {
        value["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        _objects[key] = value;
        if (key.Kind == ResourceKind.SparkApplication)
        {
            Applications.Set(SparkApplicationReader.Read(Id, Clone(value)));
        }
    }

    private void Gone(ResourceKey key)
    {
        if (!_objects.Remove(key, out var last))
        {
            return;
        }

        var uid = (string?)last["metadata"]!["uid"];
        if (key.Kind == ResourceKind.SparkApplication)
        {
            Applications.Remove(key.Namespace, key.Name);
            foreach (var owned in _objects.Where(o => (string?)(o.Value["metadata"]!["ownerReferences"] as JsonArray)?[0]?["uid"] == uid).Select(o => o.Key).ToList())
            {
                Gone(owned);
            }
        }
    }

    private MetadataView Metadata(JsonObject value)
    {
        var app = SparkApplicationReader.Read(Id, value);
        return new(app.Key with { Kind = Kinds.Single(k => k.Kind == (string?)value["kind"]) }, app.Uid, app.ResourceVersion)
        {
            Labels = app.Labels,
            Annotations = app.Annotations,
            CreatedAt = app.CreatedAt,
            HasOwner = value["metadata"]!["ownerReferences"] is JsonArray { Count: > 0 },
        };
    }

    // Parsed anew, as an answer over HTTP is.
    private static JsonObject Clone(JsonObject value) => JsonNode.Parse(value.ToJsonString())!.AsObject();

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
