using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>
/// <c>status</c> of a Job. A pod's end is counted in two steps, so that a crash in between counts it once: its uid is noted as uncounted while the pod
/// still has the tracking finalizer, and goes into the sum when the finalizer is gone.
/// </summary>
internal sealed class JobStatus
{
    private readonly JsonObject _holder;

    private JobStatus(JsonObject status) => _holder = new JsonObject { ["status"] = status };

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? CompletionTime { get; set; }

    public int Active { get; set; }

    public int Ready { get; set; }

    public int Terminating { get; set; }

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public required IndexSet CompletedIndexes { get; set; }

    /// <summary>Null when failures are not counted by index.</summary>
    public IndexSet? FailedIndexes { get; set; }

    public required HashSet<string> UncountedSucceeded { get; init; }

    public required HashSet<string> UncountedFailed { get; init; }

    /// <summary>Whether the job is over.</summary>
    public bool IsFinished => Is("Complete") || Is("Failed");

    public static JobStatus Read(JsonObject job, JobSpec spec)
    {
        var status = job.At("status")?.DeepClone() as JsonObject ?? [];
        var completions = spec.Completions ?? 0;
        return new(status)
        {
            StartTime = status.Time("startTime"),
            CompletionTime = status.Time("completionTime"),
            Active = Number(status, "active"),
            Ready = Number(status, "ready"),
            Terminating = Number(status, "terminating"),
            Succeeded = Number(status, "succeeded"),
            Failed = Number(status, "failed"),
            CompletedIndexes = IndexSet.Parse(status.Text("completedIndexes"), completions),
            FailedIndexes = spec.BackoffLimitPerIndex is null ? null : IndexSet.Parse(status.Text("failedIndexes"), completions),
            UncountedSucceeded = Uids(status, "succeeded"),
            UncountedFailed = Uids(status, "failed"),
        };
    }

    public bool Is(string condition) => Condition(condition) is not null;

    /// <summary>A condition that holds, or null.</summary>
    public JsonObject? Condition(string type) => _holder.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == type && c.Text("status") == "True");

    /// <returns>False when it says so already. A condition that never held is not written down as not holding.</returns>
    public bool Set(string type, bool holds, string reason, string message, DateTimeOffset now)
    {
        if (!holds && !Is(type))
        {
            return false;
        }

        if (!Conditions.Set(_holder, type, holds ? "True" : "False", reason, message, now))
        {
            return false;
        }

        _holder.Items("status", "conditions").First(c => c.Text("type") == type)["lastProbeTime"] = Manifest.Stamp(now);
        return true;
    }

    /// <summary>As the API shows it: numbers that are zero are left out, except those that Kubernetes always writes.</summary>
    public JsonObject Write()
    {
        var status = _holder["status"]!.DeepClone().AsObject();
        Put(status, "startTime", StartTime is { } start ? Manifest.Stamp(start) : null);
        Put(status, "completionTime", CompletionTime is { } end ? Manifest.Stamp(end) : null);
        Put(status, "active", Active > 0 ? Active : null);
        Put(status, "succeeded", Succeeded > 0 ? Succeeded : null);
        Put(status, "failed", Failed > 0 ? Failed : null);
        Put(status, "completedIndexes", CompletedIndexes.Count > 0 ? CompletedIndexes.ToString() : null);
        Put(status, "failedIndexes", FailedIndexes?.ToString());
        status["terminating"] = Terminating;
        status["ready"] = Ready;
        var uncounted = new JsonObject();
        Put(uncounted, "succeeded", List(UncountedSucceeded));
        Put(uncounted, "failed", List(UncountedFailed));
        status["uncountedTerminatedPods"] = uncounted;
        return status;
    }

    private static int Number(JsonNode status, string name) => (int)(status.Whole(name) ?? 0);

    private static HashSet<string> Uids(JsonNode status, string name) =>
        status.At("uncountedTerminatedPods", name) is JsonArray list ? [.. list.Select(u => u.Scalar() ?? "")] : [];

    private static JsonArray? List(HashSet<string> uids) =>
        uids.Count == 0 ? null : new JsonArray([.. uids.Order(StringComparer.Ordinal).Select(u => JsonValue.Create(u))]);

    private static void Put(JsonObject obj, string name, JsonNode? value)
    {
        obj.Remove(name);
        if (value is not null)
        {
            obj[name] = value;
        }
    }
}
