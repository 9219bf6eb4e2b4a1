using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>One container of a pod through all its runs: what kubelet's status says about it, and the process while there is one.</summary>
internal sealed class ContainerUnit(JsonObject spec, bool isInit, NodeOptions options)
{
    public JsonObject Spec { get; } = spec;

    public string Name { get; } = spec.Text("name") ?? "";

    public string Image { get; } = spec.Text("image") ?? "";

    /// <summary>Whether it runs to its end before the pod's containers start.</summary>
    public bool IsInit { get; } = isInit && spec.Text("restartPolicy") != "Always";

    /// <summary>Whether it starts among the init containers and then runs beside the others.</summary>
    public bool IsSidecar { get; } = isInit && spec.Text("restartPolicy") == "Always";

    /// <summary>Where it is in the pod, as events say it.</summary>
    public string FieldPath { get; } = $"spec.{(isInit ? "initContainers" : "containers")}{{{spec.Text("name")}}}";

    public RunningContainer? Running { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>How the last run ended; null while there is none, or it waits to run again.</summary>
    public JsonObject? Terminated { get; set; }

    /// <summary>How the run before ended.</summary>
    public JsonObject? LastTerminated { get; set; }

    /// <summary>Why it does not run yet; null for no particular reason.</summary>
    public JsonObject? Waiting { get; set; }

    public int RestartCount { get; set; }

    /// <summary>Id of the newest run; empty before the first.</summary>
    public string Id { get; set; } = "";

    /// <summary>When to try next; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Waits between runs.</summary>
    public BackOff Restarts { get; } = new(options, firstIsFree: true);

    /// <summary>Waits between attempts to find the image.</summary>
    public BackOff Pulls { get; } = new(options, firstIsFree: false);

    /// <summary>When to look for the image next; null when it is not missing.</summary>
    public DateTimeOffset? NextPull { get; set; }

    /// <summary>Number of the run that would be started next, from 0.</summary>
    public int NextRun => Id.Length == 0 ? 0 : RestartCount + 1;

    public bool HasStarted => Running is not null || Terminated is not null || LastTerminated is not null;

    public bool Succeeded => Terminated.Whole("exitCode") == 0;

    /// <summary>Says why it waits and until when.</summary>
    /// <returns>False when that was said already.</returns>
    public bool Wait(string reason, string message, DateTimeOffset until)
    {
        NotBefore = until;
        var waiting = new JsonObject { ["reason"] = reason, ["message"] = message };
        if (JsonNode.DeepEquals(waiting, Waiting))
        {
            return false;
        }

        Waiting = waiting;
        return true;
    }

    /// <summary>Takes up what an earlier sandbox wrote; a run that it left is over.</summary>
    public void Restore(JsonObject status, DateTimeOffset now)
    {
        RestartCount = (int)(status.Whole("restartCount") ?? 0);
        Id = status.Text("containerID") ?? "";
        LastTerminated = status.At("lastState", "terminated")?.DeepClone() as JsonObject;
        Terminated = status.At("state", "terminated")?.DeepClone() as JsonObject;
        if (status.At("state", "running") is { } running)
        {
            Terminated = Ended(running.Text("startedAt") ?? Manifest.Stamp(now), now);
        }
    }

    /// <summary>The next run was started by a sandbox that was killed before it could say so: that run is over, and must not happen again unasked.</summary>
    public void Lose(string id, DateTimeOffset now)
    {
        (RestartCount, Id) = (NextRun, id);
        Terminated = Ended(Manifest.Stamp(now), now);
    }

    private JsonObject Ended(string startedAt, DateTimeOffset now) => new()
    {
        ["exitCode"] = ContainerExit.Killed,
        ["reason"] = "ContainerStatusUnknown",
        ["message"] = "The sandbox was stopped or restarted while this container ran, and the container ended with it.",
        ["startedAt"] = startedAt,
        ["finishedAt"] = Manifest.Stamp(now),
        ["containerID"] = Id,
    };
}
