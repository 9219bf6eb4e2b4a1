namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Values of <c>status.applicationState.state</c>.</summary>
internal static class ApplicationState
{
    public const string New = "";
    public const string Submitted = "SUBMITTED";
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string SubmissionFailed = "SUBMISSION_FAILED";
    public const string PendingRerun = "PENDING_RERUN";
    public const string Invalidating = "INVALIDATING";
    public const string Succeeding = "SUCCEEDING";
    public const string Failing = "FAILING";
    public const string Suspending = "SUSPENDING";
    public const string Suspended = "SUSPENDED";
    public const string Resuming = "RESUMING";
    public const string Unknown = "UNKNOWN";

    public static bool IsTerminal(string state) => state is Completed or Failed;
}
