using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Kube.Resources;
using Portal.Kube.Watching;

namespace Portal.Kube.Api;

/// <summary>Lists and watches one kind in all namespaces, straight into slim views.</summary>
internal sealed class ResourceReader(KubeHttp http, string cluster, KubeOptions options, TimeProvider time)
{
    /// <summary>Restarts of a paged list whose version is no longer kept, before it is asked for in one piece.</summary>
    private const int PagedTries = 3;
    private const int MaxLineBytes = 64 * 1024 * 1024;

    /// <summary>How long nothing has come from the server, whoever asked.</summary>
    public TimeSpan Silence => http.Signs.Silence;

    /// <summary>Everything there is at one version.</summary>
    /// <exception cref="ClusterException">The API refused, or the connection broke.</exception>
    /// <exception cref="JsonException">The answer is not a list.</exception>
    public Task<ListPage<T>> ListAsync<T>(Caller caller, IViewDecoder<T> decoder, CancellationToken ct)
        where T : class, IClusterObject => ListAsync(caller, decoder, labelSelector: null, ct);

    /// <summary>Everything that carries certain labels, at one version.</summary>
    /// <inheritdoc cref="ListAsync{T}(Caller, IViewDecoder{T}, CancellationToken)"/>
    public async Task<ListPage<T>> ListAsync<T>(Caller caller, IViewDecoder<T> decoder, string? labelSelector, CancellationToken ct)
        where T : class, IClusterObject
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var limit = attempt <= PagedTries ? options.PageSize : (int?)null;
                var items = new List<T>();
                string? next = null;
                while (true)
                {
                    var page = await PageAsync(caller, decoder, labelSelector, limit, next, ct);
                    items.AddRange(page.Items);
                    next = page.Continue;
                    if (next is null)
                    {
                        return page with { Items = items };
                    }
                }
            }
            catch (ClusterException e) when (e.Kind == ClusterErrorKind.Expired && attempt <= PagedTries)
            {
                // The next page of that version is gone. Going on with a newer one would mix two moments: start over.
            }
        }
    }

    private async Task<ListPage<T>> PageAsync<T>(Caller caller, IViewDecoder<T> decoder, string? labelSelector, int? limit, string? next, CancellationToken ct)
        where T : class, IClusterObject
    {
        var query = ResourcePath.Query(("labelSelector", labelSelector), ("limit", limit?.ToString(CultureInfo.InvariantCulture)), ("continue", next));
        var lost = http.Signs.Lost;
        using var patience = new CancellationTokenSource(options.RequestTimeout * 2, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token, lost);
        try
        {
            // Whoever lists has its own way of trying again.
            using var response = await http.SendAsync(new KubeRequest(HttpMethod.Get, ResourcePath.Collection(decoder.Kind, ns: null) + query, caller) { Accept = decoder.Accept, Idempotent = false }, both.Token);
            await using var body = await response.Content.ReadAsStreamAsync(both.Token);
            return await new ListDecoder<T>(cluster, decoder).ReadAsync(body, both.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw http.Unreachable(e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw lost.IsCancellationRequested ? http.Silent(e) : http.Unreachable(new IOException($"the list of {decoder.Kind} did not end in time.", e));
        }
    }

    /// <summary>
    /// The events after a version, until the server ends the watch in good order. Bookmarks are asked for; a connection on which nothing
    /// at all arrives for <see cref="KubeOptions.WatchSilence"/> counts as broken.
    /// </summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="decoder">Reads the objects.</param>
    /// <param name="version">Version after which to start.</param>
    /// <param name="timeout">How long the server shall keep the watch open.</param>
    /// <param name="opened">Called when the server has accepted the watch.</param>
    /// <param name="ct">Ends the watch.</param>
    /// <exception cref="ClusterException">The API refused, also in an ERROR event, or the connection broke.</exception>
    /// <exception cref="JsonException">An event cannot be read.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Caller caller, IViewDecoder<T> decoder, string version, TimeSpan timeout, Action opened, [EnumeratorCancellation] CancellationToken ct)
        where T : class, IClusterObject
    {
        var query = ResourcePath.Query(
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", version),
            ("timeoutSeconds", ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        var lost = http.Signs.Lost;
        using var silence = new CancellationTokenSource(options.WatchSilence, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token, lost);
        using var response = await GuardAsync(() => http.SendAsync(new KubeRequest(HttpMethod.Get, ResourcePath.Collection(decoder.Kind, ns: null) + query, caller) { Streaming = true }, any.Token), lost, ct);
        opened();
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 32 * 1024));
        await using var completion = new PipeCompletion(pipe);
        while (true)
        {
            silence.CancelAfter(options.WatchSilence);
            var result = await GuardAsync(() => pipe.ReadAsync(any.Token).AsTask(), lost, ct);
            http.Signs.Heard();
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (line.Length > 1 && WatchLine.Decode(cluster, decoder, line) is { } change)
                {
                    yield return change;
                }
            }

            if (result.IsCompleted)
            {
                // Half an event says nothing; the version before it is still good.
                if (!buffer.IsEmpty)
                {
                    throw http.Unreachable(new IOException("the watch ended in the middle of an event."));
                }

                yield break;
            }

            if (buffer.Length > MaxLineBytes)
            {
                throw new JsonException($"An event of the watch is larger than {MaxLineBytes} bytes.");
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async Task<TResult> GuardAsync<TResult>(Func<Task<TResult>> action, CancellationToken lost, CancellationToken ct)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw http.Unreachable(e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw lost.IsCancellationRequested ? http.Silent(e) : http.Unreachable(new IOException(string.Create(CultureInfo.InvariantCulture, $"nothing was heard for {options.WatchSilence.TotalSeconds:0} s."), e));
        }
    }
}
