using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube.Api;

namespace Portal.Kube.Logs;

/// <summary>One answer of the API's log subresource, being read.</summary>
internal sealed class LogStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly LogLineReader _lines;

    private LogStream(HttpResponseMessage response, LogLineReader lines) => (_response, _lines) = (response, lines);

    /// <summary>How reading ended; null while it goes on, and after a good end.</summary>
    public Exception? Broken { get; private set; }

    /// <param name="http">The API.</param>
    /// <param name="container">Whose log.</param>
    /// <param name="since">Only lines of this second (nanoseconds since 1970) and later; null for all.</param>
    /// <param name="previous">The container's instance before its last restart, as it is; otherwise the newest, followed.</param>
    /// <param name="floor">Stamp for lines that have none.</param>
    /// <param name="takeRest">See <see cref="LogLineReader"/>.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <exception cref="ClusterException">The API refused or cannot be reached.</exception>
    public static async Task<LogStream> OpenAsync(KubeHttp http, ContainerRef container, long? since, bool previous, long floor, bool takeRest, CancellationToken ct)
    {
        var pod = new ResourceKey("", ResourceKind.Pod, container.Namespace, container.Pod);
        var path = ResourcePath.Object(pod, "log") + ResourcePath.Query(
            ("container", container.Container),
            ("timestamps", "true"),
            ("follow", previous ? null : "true"),
            ("previous", previous ? "true" : null),
            ("sinceTime", since is { } from ? LogStamp.Second(from) : null));

        // Answers of this path are text; asking for it gives 406 all the same (only */* or JSON is taken).
        var response = await http.SendAsync(new KubeRequest(HttpMethod.Get, path, Caller.Portal) { Streaming = true, Accept = "*/*" }, ct);
        var body = await response.Content.ReadAsStreamAsync(ct);
        return new LogStream(response, new LogLineReader(body, floor, takeRest));
    }

    /// <summary>The next lines; empty at the end, and when the connection broke, which <see cref="Broken"/> then says.</summary>
    public async Task<IReadOnlyList<LogLine>> ReadAsync(CancellationToken ct)
    {
        try
        {
            return await _lines.ReadAsync(ct);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            Broken = e;
            return [];
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
