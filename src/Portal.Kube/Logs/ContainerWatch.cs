using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Kube.Api;
using Portal.Kube.Resources;

namespace Portal.Kube.Logs;

/// <summary>What becomes of one pod: known from the shared watch as it happens, and from the API itself when asked.</summary>
internal sealed class ContainerWatch : IAsyncDisposable
{
    private static readonly PodDecoder Decoder = new();

    private readonly KubeHttp _http;
    private readonly ResourceKey _key;
    private readonly ContainerRef _container;
    private readonly TimeProvider _time;
    private readonly Feed<PodView> _pods;
    private readonly IFeedSubscription<PodView> _subscription;
    private readonly IAsyncEnumerator<FeedBatch<PodView>> _changes;
    private Task<bool>? _next;
    private bool _doubt;

    public ContainerWatch(KubeHttp http, Feed<PodView> pods, string cluster, ContainerRef container, TimeProvider time)
    {
        (_http, _pods, _container, _time) = (http, pods, container, time);
        _key = new ResourceKey(cluster, ResourceKind.Pod, container.Namespace, container.Pod);
        _subscription = pods.Subscribe(p => p.Uid == container.PodUid);

        // Ended by disposing the subscription.
        _changes = _subscription.ReadAsync(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>
    /// The pod as last seen by the shared watch; asked for when that does not know it, or when waiting for a change has been in vain: the
    /// watch itself may be broken. Null when there is no such pod any more.
    /// </summary>
    public async Task<PodView?> SeenAsync(CancellationToken ct)
    {
        if (!_doubt && _pods.Find(_key.Namespace, _key.Name) is { } pod && pod.Uid == _container.PodUid)
        {
            return pod;
        }

        var asked = await AskAsync(ct);
        _doubt = false;
        return asked;
    }

    /// <summary>The pod as the API holds it now; null when it is gone, also when another has its name.</summary>
    /// <exception cref="ClusterException">The API refused or cannot be reached.</exception>
    public async Task<PodView?> AskAsync(CancellationToken ct)
    {
        try
        {
            var body = await _http.ReadAsync(new KubeRequest(HttpMethod.Get, ResourcePath.Object(_key), Caller.Portal), ct);
            return Decode(body) is { } pod && pod.Uid == _container.PodUid ? pod : null;
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new ClusterException(ClusterErrorKind.Unexpected, $"The answer for the pod {_key.Namespace}/{_key.Name} cannot be read.", e);
        }
    }

    /// <summary>Waits until the shared watch reports a change of the pod, but no longer than this.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        _next ??= _changes.MoveNextAsync().AsTask();
        try
        {
            await _next.WaitAsync(atMost, _time, ct);
            _next = null;
        }
        catch (TimeoutException)
        {
            _doubt = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        if (_next is not null)
        {
            await _next;
        }

        await _changes.DisposeAsync();
    }

    private PodView? Decode(byte[] body)
    {
        var reader = new Utf8JsonReader(body, JsonWalk.Options);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Decoder.Decode(_key.Cluster, ref reader) : null;
    }
}
