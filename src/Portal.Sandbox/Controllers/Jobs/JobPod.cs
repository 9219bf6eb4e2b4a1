using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>What a job looks at in one of its pods.</summary>
internal sealed class JobPod(JsonObject pod)
{
    public JsonObject Object => pod;

    public string Name { get; } = pod.Name();

    public string Uid { get; } = pod.Uid();

    public string Phase { get; } = pod.Text("status", "phase") ?? "Pending";

    public bool Terminating { get; } = pod.Terminating();

    public bool Succeeded => Phase == "Succeeded";

    public bool Failed => Phase == "Failed";

    public bool Ended => Succeeded || Failed;

    /// <summary>Neither ended nor about to.</summary>
    public bool IsActive => !Ended && !Terminating;

    public bool IsReady { get; } = pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    public bool IsScheduled { get; } = pod.Text("spec", "nodeName") is { Length: > 0 };

    public DateTimeOffset Created { get; } = pod.Time("metadata", "creationTimestamp") ?? default;

    /// <summary>Whether its end is not yet written off.</summary>
    public bool IsTracked { get; } = pod.At("metadata", "finalizers") is JsonArray list && list.Any(f => f.Scalar() == JobNames.TrackingFinalizer);

    /// <summary>Which completion it works on; null for none.</summary>
    public int? Index { get; } = Annotation(pod, JobNames.CompletionIndex);

    /// <summary>Failures of its index before it.</summary>
    public int IndexFailures { get; } = Annotation(pod, JobNames.IndexFailures) ?? 0;

    /// <summary>Restarts of its containers.</summary>
    public long Restarts => Statuses.Sum(s => s.Whole("restartCount") ?? 0);

    public IEnumerable<JsonObject> Statuses => pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses"));

    public IEnumerable<JsonObject> Conditions => pod.Items("status", "conditions");

    /// <summary>When it ended, as far as it says so.</summary>
    public DateTimeOffset? EndedAt => Statuses.Select(s => s.Time("state", "terminated", "finishedAt")).Max()
        ?? (Terminating ? pod.Time("metadata", "deletionTimestamp") : null)
        ?? Conditions.FirstOrDefault(c => c.Text("type") == "Ready").Time("lastTransitionTime")
        ?? pod.Time("metadata", "creationTimestamp");

    public bool IsOf(JsonObject job) => ControllerReference.Of(pod)?.Uid == job.Uid();

    /// <summary>Whether the job has to write it off as failed.</summary>
    public bool CountsAsFailed(JobSpec spec)
    {
        if (Failed)
        {
            return true;
        }

        // One that no node has taken never ends by itself; Kubernetes' pod collector fails it.
        return Terminating && !Succeeded && (!spec.ReplacesEndedOnly || !IsScheduled);
    }

    private static int? Annotation(JsonObject pod, string name) =>
        int.TryParse(pod.Text("metadata", "annotations", name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
