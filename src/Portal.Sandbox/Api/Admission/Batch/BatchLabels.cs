namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>Labels that tie pods to their job; both have an older name without a prefix.</summary>
internal static class BatchLabels
{
    public const string JobName = "batch.kubernetes.io/job-name";
    public const string ControllerUid = "batch.kubernetes.io/controller-uid";
    public const string LegacyJobName = "job-name";
    public const string LegacyControllerUid = "controller-uid";
}
