namespace Portal.Core.Workspaces;

/// <summary>Labels and annotations that the portal writes on Kubernetes objects.</summary>
public static class PortalLabels
{
    /// <summary>Label on a namespace: <c>true</c> makes it a workspace.</summary>
    public const string Workspace = "dataportal.dev/workspace";

    /// <summary>Label on a run and what belongs to it: name of the job.</summary>
    public const string Job = "dataportal.dev/job";

    /// <summary>Label on a ConfigMap: name of the run whose files it holds.</summary>
    public const string Run = "dataportal.dev/run";

    /// <summary>Annotation: the key that makes submitting idempotent.</summary>
    public const string SubmissionKey = "dataportal.dev/submission-key";

    /// <summary>Annotation: who submitted.</summary>
    public const string SubmittedBy = "dataportal.dev/submitted-by";

    /// <summary>Annotation: when it was submitted, ISO 8601 with milliseconds; the object's own creation time has whole seconds.</summary>
    public const string SubmittedAt = "dataportal.dev/submitted-at";

    /// <summary>Annotation: name of the run that this one was started again from.</summary>
    public const string ParentRun = "dataportal.dev/parent-run";
}
