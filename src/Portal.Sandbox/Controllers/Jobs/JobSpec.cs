using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>What a Job asks for, with Kubernetes' defaults where an older object lacks a field. Times are in seconds.</summary>
internal sealed class JobSpec(JsonObject job)
{
    private const string OwnController = "kubernetes.io/job-controller";

    private readonly JsonNode? _spec = job.At("spec");

    /// <summary>Pods at the same time.</summary>
    public int Parallelism => Number("parallelism") ?? 1;

    /// <summary>Successes wanted; null lets any success end the job.</summary>
    public int? Completions => Number("completions");

    /// <summary>Whether every completion has a number of its own.</summary>
    public bool IsIndexed => _spec.Text("completionMode") == "Indexed";

    public int BackoffLimit => Number("backoffLimit") ?? 6;

    /// <summary>Failures that each index may have; null for no limit of its own.</summary>
    public int? BackoffLimitPerIndex => IsIndexed ? Number("backoffLimitPerIndex") : null;

    public int? MaxFailedIndexes => Number("maxFailedIndexes");

    public long? ActiveDeadline => _spec.Whole("activeDeadlineSeconds");

    public long? TimeToLive => _spec.Whole("ttlSecondsAfterFinished");

    public bool IsSuspended => _spec.Flag("suspend") ?? false;

    public bool RestartsContainers => _spec.Text("template", "spec", "restartPolicy") == "OnFailure";

    public PodFailurePolicy? FailurePolicy => _spec.At("podFailurePolicy") is { } policy ? new PodFailurePolicy(policy) : null;

    public SuccessPolicy? SuccessPolicy => _spec.At("successPolicy") is { } policy ? new SuccessPolicy(policy, Completions ?? 0) : null;

    /// <summary>A pod is replaced once it has ended, not already while it is ending.</summary>
    public bool ReplacesEndedOnly => _spec.Text("podReplacementPolicy") == "Failed" || _spec.At("podFailurePolicy") is not null;

    /// <summary>Somebody else runs the job.</summary>
    public bool IsManagedElsewhere => _spec.Text("managedBy") is { Length: > 0 } manager && manager != OwnController;

    public JsonObject Template => _spec.At("template") as JsonObject ?? [];

    private int? Number(string name) => _spec.Whole(name) is { } value ? (int)Math.Clamp(value, 0, int.MaxValue) : null;
}
