namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Why a job ends. It first says that it will (<c>SuccessCriteriaMet</c> or <c>FailureTarget</c>), and that it has once its pods are gone.</summary>
/// <param name="Success">Whether it ends well.</param>
/// <param name="Reason">Reason of the conditions.</param>
/// <param name="Message">Message of the conditions.</param>
internal sealed record JobEnding(bool Success, string Reason, string Message)
{
    public static readonly JobEnding Completed = new(true, "CompletionsReached", "Reached expected number of succeeded pods");
    public static readonly JobEnding BackoffLimit = new(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    public static readonly JobEnding Deadline = new(false, "DeadlineExceeded", "Job was active longer than specified deadline");
    public static readonly JobEnding TooManyFailedIndexes =
        new(false, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
    public static readonly JobEnding FailedIndexes = new(false, "FailedIndexes", "Job has failed indexes");

    /// <summary>The condition that announces it.</summary>
    public string Announcement => Success ? "SuccessCriteriaMet" : "FailureTarget";

    /// <summary>The condition that it ends with.</summary>
    public string Condition => Success ? "Complete" : "Failed";

    public static JobEnding FailurePolicy(string message) => new(false, "PodFailurePolicy", message);

    public static JobEnding SuccessPolicy(string message) => new(true, "SuccessPolicy", message);
}
