using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube.Api;
using Portal.Kube.Logs;
using Portal.Kube.Resources;
using Portal.Kube.Watching;

namespace Portal.Kube;

/// <summary>One Kubernetes API over HTTP: the only implementation of <see cref="ICluster"/>.</summary>
internal sealed class KubeCluster : ICluster, IDisposable
{
    private readonly KubeHttp _http;
    private readonly ResourceClient _client;
    private readonly KindCatalog _kinds;
    private readonly AccessReviews _access;
    private readonly TokenReviews _tokens;
    private readonly PodLogTail _logs;
    private readonly ResourceReader _reader;
    private readonly Heartbeat _heartbeat;
    private readonly List<IInformer> _informers = [];
    private readonly Dictionary<Type, object> _feeds = [];

    /// <exception cref="KubeConfigException">The kubeconfig cannot be used.</exception>
    public KubeCluster(KubeOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(KubeConfig.Load(options, time), options, time, loggers)
    {
    }

    public KubeCluster(KubeEndpoint endpoint, KubeOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        Id = options.ClusterId ?? endpoint.Name;
        _http = new KubeHttp(endpoint, options.RequestTimeout, time, loggers.CreateLogger<KubeHttp>());
        _client = new ResourceClient(_http);
        _kinds = new KindCatalog(_http);
        _access = new AccessReviews(_client, time);
        _tokens = new TokenReviews(_client, time);

        _reader = new ResourceReader(_http, Id, options, time);
        var logger = loggers.CreateLogger<KubeCluster>();
        _heartbeat = new Heartbeat(_http, options, time, logger);
        Follow(new NamespaceDecoder());
        var pods = Follow(new PodDecoder());
        Follow(new EventDecoder());
        Follow(new SparkApplicationDecoder());
        _logs = new PodLogTail(_http, pods, Id, time, loggers.CreateLogger<PodLogTail>());

        Feed<T> Follow<T>(IViewDecoder<T> decoder)
            where T : class, IClusterObject
        {
            var feed = new Feed<T>(time);
            _feeds.Add(typeof(T), feed);
            _informers.Add(new Informer<T>(_reader, decoder, feed, time, logger));
            return feed;
        }
    }

    public string Id { get; }

    public ClusterHealth Health
    {
        get
        {
            var states = _informers.Select(i => i.State).ToList();
            var broken = states.Where(s => !s.Absent && (!s.Synced || s.StaleSince is not null)).ToList();
            return new ClusterHealth(broken.Count == 0, broken.Min(s => s.StaleSince), broken.Concat(states).Select(s => s.Error).FirstOrDefault(e => e is not null));
        }
    }

    public IFeed<T> Feed<T>()
        where T : class, IClusterObject =>
        _feeds.TryGetValue(typeof(T), out var feed) ? (IFeed<T>)feed : throw new NotSupportedException($"{typeof(T).Name} is not watched.");

    public Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct) => _client.GetAsync(caller, key, ct);

    public async Task<IReadOnlyList<MetadataView>> ListAsync(Caller caller, ResourceKind kind, string labelSelector, CancellationToken ct)
    {
        try
        {
            return (await _reader.ListAsync(caller, new MetadataDecoder(kind), labelSelector, ct)).Items;
        }
        catch (JsonException e)
        {
            throw new ClusterException(ClusterErrorKind.Unexpected, $"The list of {kind} cannot be read: {e.Message}", e);
        }
    }

    public async Task<JsonObject> CreateAsync(Caller caller, JsonObject manifest, bool dryRun, CancellationToken ct)
    {
        var kind = await _kinds.FindAsync(manifest, ct);
        var ns = (manifest["metadata"] as JsonObject)?["namespace"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        return await _client.CreateAsync(caller, kind, ns, manifest, dryRun, ct);
    }

    public Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct) => _client.MergePatchAsync(caller, key, patch, ct);

    /// <remarks>What the object owns is deleted too, afterwards: said explicitly as kubectl does, because older kinds default to leaving it.</remarks>
    public Task DeleteAsync(Caller caller, ResourceKey key, string? uid, CancellationToken ct) => _client.DeleteAsync(caller, key, uid, "Background", ct);

    public Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct) =>
        _access.AllowsAsync(caller, verb, kind, ns, subresource, ct);

    public Task<Caller?> AuthenticateAsync(string bearerToken, CancellationToken ct) => _tokens.AuthenticateAsync(bearerToken, ct);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(ContainerRef container, LogLine? after, CancellationToken ct) => _logs.ReadAsync(container, after, ct);

    /// <summary>Runs the shared watches, and the heartbeat beside them, until the token ends them.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(_informers.Select(i => i.RunAsync(ct)).Append(_heartbeat.RunAsync(ct)));

    public void Dispose() => _http.Dispose();
}
