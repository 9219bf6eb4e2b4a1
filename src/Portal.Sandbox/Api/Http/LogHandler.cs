using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Node;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary><c>GET .../pods/NAME/log</c>.</summary>
public sealed class LogHandler(ObjectStore store, TimeProvider clock, IHostApplicationLifetime lifetime, IContainerLogs? logs = null)
{
    public async Task LogAsync(ApiRequest request)
    {
        if (AcceptsOnlyText(request))
        {
            throw AcceptHeader.NotAcceptable();
        }
        var name = request.Info.Name;
        var stored = store.Current.Find(ResourceTypes.Pods, request.Info.Namespace, name) ?? throw ApiErrors.NotFound(ResourceTypes.Pods, name);
        var options = Parse(request, name);
        var pod = StoreJson.Object(stored);
        RequireContainer(pod, name, options.Container);
        if (logs is null)
        {
            throw ApiErrors.BadRequest($"pod {name} does not have a host assigned");
        }
        request.Http.Response.ContentType = "text/plain";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, lifetime.ApplicationStopping);
        try
        {
            await logs.WriteAsync(pod, options, request.Http.Response.Body, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader went, or the sandbox stops: the stream just ends.
        }
    }

    private LogRequest Parse(ApiRequest request, string name)
    {
        var errors = new List<FieldError>();
        var (tail, bytes, seconds) = (ListOptions.Number(request, "tailLines"), ListOptions.Number(request, "limitBytes"), ListOptions.Number(request, "sinceSeconds"));
        if (tail < 0)
        {
            errors.Add(FieldError.Invalid("tailLines", tail, "must be greater than or equal to 0"));
        }
        if (bytes < 1)
        {
            errors.Add(FieldError.Invalid("limitBytes", bytes, "must be greater than 0"));
        }
        if (seconds < 1)
        {
            errors.Add(FieldError.Invalid("sinceSeconds", seconds, "must be greater than 0"));
        }
        if (request.Query("stream").Length > 0)
        {
            errors.Add(FieldError.Forbidden("stream", "may not be specified"));
        }
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid("", "PodLogOptions", name, errors);
        }
        return new LogRequest
        {
            Container = request.Query("container") is { Length: > 0 } container ? container : null,
            Follow = ListOptions.Flag(request, "follow"),
            Previous = ListOptions.Flag(request, "previous"),
            Timestamps = ListOptions.Flag(request, "timestamps"),
            TailLines = tail,
            LimitBytes = bytes,
            Since = seconds is { } s ? clock.GetUtcNow().AddSeconds(-s) : SinceTime(request.Query("sinceTime")),
        };
    }

    private static DateTimeOffset? SinceTime(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ApiErrors.BadRequest($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse it");
    }

    private static void RequireContainer(JsonObject pod, string name, string? container)
    {
        var names = Names(pod, "containers").ToList();
        if (container is null && names.Count > 1)
        {
            throw ApiErrors.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', names)}]");
        }
        if (container is not null && !names.Concat(Names(pod, "initContainers")).Contains(container, StringComparer.Ordinal))
        {
            throw ApiErrors.BadRequest($"container {container} is not valid for pod {name}");
        }
    }

    private static IEnumerable<string> Names(JsonObject pod, string list) => (pod["spec"]?[list] as JsonArray ?? []).Select(c => (string?)c?["name"] ?? "");

    private static bool AcceptsOnlyText(ApiRequest request) => request.Http.Request.Headers.Accept.ToString() == "text/plain";
}
