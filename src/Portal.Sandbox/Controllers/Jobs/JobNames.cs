namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Labels, annotations and finalizers that belong to batch/v1 Jobs.</summary>
internal static class JobNames
{
    /// <summary>Keeps a pod until its end has been counted.</summary>
    public const string TrackingFinalizer = "batch.kubernetes.io/job-tracking";

    /// <summary>Annotation and label of a pod of an Indexed job: which of the completions it works on.</summary>
    public const string CompletionIndex = "batch.kubernetes.io/job-completion-index";

    /// <summary>Annotation of a pod: failures of its index before it.</summary>
    public const string IndexFailures = "batch.kubernetes.io/job-index-failure-count";

    /// <summary>Annotation of a pod: failures of its index that a pod failure policy did not count.</summary>
    public const string IndexIgnoredFailures = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// <summary>Variable that tells a container its completion index.</summary>
    public const string IndexVariable = "JOB_COMPLETION_INDEX";

    /// <summary>What events of jobs are signed with.</summary>
    public const string Component = "job-controller";
}
