using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube.Logs;

namespace Portal.UnitTests.Kube.Support;

/// <summary>One container of one pod of a <see cref="FakeApi"/>: its instances' lines, and the log subresource as a kubelet answers it.</summary>
internal sealed class FakeContainerLog
{
    private readonly Lock _gate = new();
    private readonly FakeApi _api;
    private readonly string _restartPolicy;
    private readonly List<List<LogLine>> _instances = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;

    public FakeContainerLog(FakeApi api, string restartPolicy = "Never")
    {
        (_api, _restartPolicy) = (api, restartPolicy);
        api.Handler = HandleAsync;
        Container = new ContainerRef("team-a", "driver", Publish("Pending", """{"waiting":{"reason":"ContainerCreating"}}"""), "main");
    }

    public ContainerRef Container { get; }

    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    public void Start()
    {
        lock (_gate)
        {
            _instances.Add([]);
            _running = true;
            Publish("Running", """{"running":{"startedAt":"2026-11-21T10:00:00Z"}}""");
            Signal();
        }
    }

    public void Write(params IEnumerable<LogLine> lines)
    {
        lock (_gate)
        {
            _instances[^1].AddRange(lines);
            Signal();
        }
    }

    /// <summary>The process ends; the pod says so a moment later, with <see cref="Report"/>.</summary>
    public void End()
    {
        lock (_gate)
        {
            _running = false;
            Signal();
        }
    }

    public void Report(string phase) => Publish(phase, """{"terminated":{"exitCode":0,"reason":"Completed"}}""");

    /// <summary>The node throws away the older part of the log.</summary>
    public void Rotate(int lines)
    {
        lock (_gate)
        {
            _instances[^1].RemoveRange(0, lines);
        }
    }

    private static string Stamp(long nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(nanoseconds / LogStamp.NanosecondsPerSecond).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
        + (nanoseconds % LogStamp.NanosecondsPerSecond == 0 ? "Z" : "." + (nanoseconds % LogStamp.NanosecondsPerSecond).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0') + "Z");

    private string Publish(string phase, string state)
    {
        var pod = new JsonObject
        {
            ["spec"] = new JsonObject { ["restartPolicy"] = _restartPolicy, ["containers"] = new JsonArray(new JsonObject { ["name"] = "main" }) },
            ["status"] = new JsonObject
            {
                ["phase"] = phase,
                ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = "main", ["restartCount"] = Math.Max(0, _instances.Count - 1), ["state"] = JsonNode.Parse(state) }),
            },
        };
        return (string)_api.Store.Put(ResourceKind.Pod, "team-a", "driver", pod)["metadata"]!["uid"]!;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task<bool> HandleAsync(HttpContext context)
    {
        if (context.Request.Path != "/api/v1/namespaces/team-a/pods/driver/log")
        {
            return false;
        }

        var query = context.Request.Query;
        var previous = query["previous"] == "true";
        List<LogLine>? lines;
        lock (_gate)
        {
            lines = previous ? _instances.SkipLast(1).LastOrDefault() : _instances.LastOrDefault();
        }

        if (lines is null)
        {
            await FakeApi.WriteStatusAsync(context, 400, "BadRequest", "container \"main\" in pod \"driver\" is waiting to start: ContainerCreating");
            return true;
        }

        // Whole seconds only, as the API server hands them on.
        var since = query["sinceTime"].FirstOrDefault() is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeSeconds() * LogStamp.NanosecondsPerSecond
            : 0;
        context.Response.ContentType = "text/plain";
        var ct = context.RequestAborted;
        for (var sent = 0; ;)
        {
            List<LogLine> more;
            bool last;
            Task changed;
            lock (_gate)
            {
                more = [.. lines.Skip(sent)];
                last = previous || !_running || lines != _instances[^1];
                changed = _changed.Task;
            }

            sent += more.Count;
            var body = string.Concat(more.Where(l => l.UnixNanoseconds >= since).Select(l => $"{Stamp(l.UnixNanoseconds)} {l.Text}\n"));
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), ct);
            await context.Response.Body.FlushAsync(ct);
            if (last)
            {
                return true;
            }

            await changed.WaitAsync(ct);
        }
    }
}
