using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Selecting;

namespace Portal.Sandbox.Api.Tables;

/// <summary>What kubectl shows of a pod, worked out from its containers as Kubernetes does.</summary>
internal static class PodCells
{
    public static string Ready(JsonObject pod) =>
        $"{Statuses(pod).Count(s => FieldReader.Text(s, "ready") == "true")}/{(pod["spec"]?["containers"] as JsonArray)?.Count ?? 0}";

    public static JsonNode? Restarts(JsonObject pod, DateTimeOffset now)
    {
        var restarts = Statuses(pod).Sum(s => (long?)s?["restartCount"] ?? 0);
        var last = Statuses(pod).Select(s => FieldReader.Text(s, "lastState.terminated.finishedAt")).Where(t => t.Length > 0).Max(StringComparer.Ordinal);
        return restarts > 0 && last is not null ? $"{restarts} ({Age.Since(last, now)} ago)" : $"{restarts}";
    }

    public static string Status(JsonObject pod)
    {
        var reason = FieldReader.Text(pod, "status.reason") is { Length: > 0 } given ? given : FieldReader.Text(pod, "status.phase");
        if (Initializing(pod) is { } initializing)
        {
            reason = initializing;
        }
        else
        {
            var anyRunning = false;
            foreach (var status in Statuses(pod).Reverse())
            {
                reason = ContainerReason(status) ?? reason;
                anyRunning |= FieldReader.Text(status, "ready") == "true" && status?["state"]?["running"] is not null;
            }
            if (reason == "Completed" && anyRunning)
            {
                reason = "Running";
            }
        }
        return pod["metadata"]?["deletionTimestamp"] is null || FieldReader.Text(pod, "status.phase") is "Succeeded" or "Failed" ? reason : "Terminating";
    }

    private static string? Initializing(JsonObject pod)
    {
        var statuses = pod["status"]?["initContainerStatuses"] as JsonArray ?? [];
        var total = (pod["spec"]?["initContainers"] as JsonArray)?.Count ?? 0;
        for (var i = 0; i < statuses.Count; i++)
        {
            if (FieldReader.Text(statuses[i], "state.terminated.exitCode") == "0")
            {
                continue;
            }
            if (statuses[i]?["state"]?["terminated"] is not null)
            {
                return "Init:" + ContainerReason(statuses[i]);
            }
            var waiting = FieldReader.Text(statuses[i], "state.waiting.reason");
            return waiting is "" or "PodInitializing" ? $"Init:{i}/{total}" : "Init:" + waiting;
        }
        return null;
    }

    private static string? ContainerReason(JsonNode? status)
    {
        if (FieldReader.Text(status, "state.waiting.reason") is { Length: > 0 } waiting)
        {
            return waiting;
        }
        if (status?["state"]?["terminated"] is not { } terminated)
        {
            return null;
        }
        if (FieldReader.Text(terminated, "reason") is { Length: > 0 } reason)
        {
            return reason;
        }
        return FieldReader.Text(terminated, "signal") is { Length: > 0 } signal && signal != "0" ? $"Signal:{signal}" : $"ExitCode:{FieldReader.Text(terminated, "exitCode")}";
    }

    private static IEnumerable<JsonNode?> Statuses(JsonObject pod) => pod["status"]?["containerStatuses"] as JsonArray ?? [];
}
