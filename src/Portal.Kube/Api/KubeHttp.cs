using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Kube.Watching;

namespace Portal.Kube.Api;

/// <summary>
/// Sends requests to one API server: signs them, names the person, limits their time, repeats what may be repeated, and turns every
/// refusal into a <see cref="ClusterException"/>.
/// </summary>
internal sealed class KubeHttp(KubeEndpoint endpoint, TimeSpan timeout, TimeProvider time, ILogger<KubeHttp> logger) : IDisposable
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private static readonly ProductInfoHeaderValue Agent = new("dataportal", typeof(KubeHttp).Assembly.GetName().Version?.ToString(3));

    private readonly Lock _gate = new();
    private Connections? _connections;

    /// <summary>What is heard from the server, and when it is found to hang.</summary>
    public ServerSigns Signs { get; } = new(time);

    /// <summary>Sends and waits for the head of a good answer; the body is still to be read, and the caller disposes it.</summary>
    /// <exception cref="ClusterException">The API refused, or cannot be reached.</exception>
    public Task<HttpResponseMessage> SendAsync(KubeRequest request, CancellationToken ct) => RepeatAsync(request, () => SendOnceAsync(request, ct), ct);

    /// <summary>Sends and reads the whole answer.</summary>
    public Task<byte[]> ReadAsync(KubeRequest request, CancellationToken ct) => RepeatAsync(request, () => ReadOnceAsync(request, ct), ct);

    /// <summary>What broke a connection, as the rest of the portal is told.</summary>
    public ClusterException Unreachable(Exception e) => new(ClusterErrorKind.Unreachable, Explain(e), e);

    /// <summary>What those are told who waited when the server was found to hang.</summary>
    public ClusterException Silent(Exception e) =>
        new(ClusterErrorKind.Unreachable, FormattableString.Invariant($"The Kubernetes API at {endpoint.Server} does not answer: nothing has come from it for {Signs.Silence.TotalSeconds:0} s."), e);

    public void Dispose()
    {
        _connections?.Dispose();
        Signs.Dispose();
        (endpoint.Credentials as IDisposable)?.Dispose();
    }

    /// <summary>429 says that nothing was done. After anything else without an answer nobody knows.</summary>
    private static bool MayRepeat(KubeRequest request, ClusterException e) =>
        e.StatusCode == (int)HttpStatusCode.TooManyRequests || (request.Idempotent && !request.Streaming && e.Kind is ClusterErrorKind.Busy or ClusterErrorKind.Unreachable);

    private async Task<T> RepeatAsync<T>(KubeRequest request, Func<Task<T>> once, CancellationToken ct)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        var lost = Signs.Lost;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await once();
            }
            catch (ClusterException e) when (attempt < MaxAttempts && !lost.IsCancellationRequested && MayRepeat(request, e) && !(e.RetryAfter > MaxWait))
            {
                var wait = backoff.Next();
                wait = e.RetryAfter is { } asked && asked > wait ? asked : wait;
                logger.LogDebug("{Method} {Path} is tried again in {Wait} ms: {Reason}", request.Method, request.Path, (int)wait.TotalMilliseconds, e.Message);
                await Task.Delay(wait, time, ct);
            }
        }
    }

    private async Task<byte[]> ReadOnceAsync(KubeRequest request, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        var lost = Signs.Lost;
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token, lost);
        try
        {
            using var response = await SendOnceAsync(request, any.Token);
            return await response.Content.ReadAsByteArrayAsync(any.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw lost.IsCancellationRequested ? Silent(e) : TimedOut(e);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(KubeRequest request, CancellationToken ct)
    {
        for (var renewed = false; ; renewed = true)
        {
            var credential = await CredentialAsync(ct);
            var response = await ExchangeAsync(request, credential, ct);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var refusal = await StatusMapping.ReadAsync(response, time, ct);
                if (refusal.Kind != ClusterErrorKind.Unauthorized || renewed)
                {
                    throw refusal;
                }
            }

            endpoint.Credentials.Invalidate(credential);
        }
    }

    private async Task<Credential> CredentialAsync(CancellationToken ct)
    {
        try
        {
            return await endpoint.Credentials.GetAsync(ct);
        }
        catch (KubeConfigException e)
        {
            throw new ClusterException(ClusterErrorKind.Unauthorized, e.Message, e);
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(KubeRequest request, Credential credential, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(endpoint.Server, request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Authorization = credential.Authorization;
        message.Headers.UserAgent.Add(Agent);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.Host = endpoint.TlsServerName;
        Impersonation.Apply(message, request.Caller);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };
        }

        using var limit = new CancellationTokenSource(request.Timeout ?? (request.Streaming ? Timeout.InfiniteTimeSpan : timeout), time);
        var lost = Signs.Lost;
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token, lost);
        var connections = Enter(credential.Certificate);
        try
        {
            var response = await connections.SendAsync(message, any.Token);
            Signs.Heard();
            return response;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            // Its connection may be dead without a word, and with HTTP/2 whatever is asked next would wait on the same one.
            connections.Dispose();
            throw lost.IsCancellationRequested ? Silent(e) : TimedOut(e);
        }
    }

    /// <summary>Pooled connections carry a client certificate: a new one needs new connections.</summary>
    private Connections Enter(X509Certificate2? certificate)
    {
        lock (_gate)
        {
            if (_connections is null || !ReferenceEquals(_connections.Certificate, certificate) || !_connections.TryEnter())
            {
                _connections?.Dispose();
                _connections = new Connections(endpoint, certificate);
                _connections.TryEnter();
            }

            return _connections;
        }
    }

    private ClusterException TimedOut(Exception e) =>
        new(ClusterErrorKind.Unreachable, FormattableString.Invariant($"The Kubernetes API at {endpoint.Server} gave no answer within {timeout.TotalSeconds:0.#} s."), e);

    private string Explain(Exception e) => e switch
    {
        { InnerException: AuthenticationException tls } =>
            $"The TLS connection to the Kubernetes API at {endpoint.Server} failed: {tls.Message} Check certificate-authority and server in the kubeconfig.",
        _ => $"The Kubernetes API at {endpoint.Server} cannot be reached: {(e.InnerException ?? e).Message}",
    };
}
