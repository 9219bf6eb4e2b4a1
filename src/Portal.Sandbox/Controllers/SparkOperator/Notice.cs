namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>An event to record about the application, in the operator's words.</summary>
internal sealed record Notice(string Type, string Reason, string Message)
{
    private const string Normal = "Normal";
    private const string Warning = "Warning";

    /// <summary>What is told when an application comes into a state; null for states that are passed in silence.</summary>
    public static Notice? Entering(string app, ApplicationStatus status) => status.State switch
    {
        ApplicationState.New => new(Normal, "SparkApplicationAdded", $"SparkApplication {app} was added, enqueuing it for submission"),
        ApplicationState.Submitted => new(Normal, "SparkApplicationSubmitted", $"SparkApplication {app} was submitted successfully"),
        ApplicationState.SubmissionFailed =>
            new(Warning, "SparkApplicationSubmissionFailed", $"failed to submit SparkApplication {app}: {status.ErrorMessage}"),
        ApplicationState.Completed => new(Normal, "SparkApplicationCompleted", $"SparkApplication {app} completed"),
        ApplicationState.Failed => new(Warning, "SparkApplicationFailed", $"SparkApplication {app} failed: {status.ErrorMessage}"),
        ApplicationState.PendingRerun => new(Warning, "SparkApplicationPendingRerun", $"SparkApplication {app} is pending rerun"),
        ApplicationState.Suspending => new(Warning, "SparkApplicationSuspending", $"SparkApplication {app} is suspending"),
        ApplicationState.Suspended => new(Warning, "SparkApplicationSuspended", $"SparkApplication {app} is suspended"),
        ApplicationState.Resuming => new(Warning, "SparkApplicationResuming", $"SparkApplication {app} is resuming"),
        _ => null,
    };

    public static Notice Driver(string pod, string state) => state switch
    {
        PodState.Pending => new(Normal, "SparkDriverPending", $"Driver {pod} is pending"),
        PodState.Running => new(Normal, "SparkDriverRunning", $"Driver {pod} is running"),
        PodState.Completed => new(Normal, "SparkDriverCompleted", $"Driver {pod} completed"),
        PodState.Failed => new(Warning, "SparkDriverFailed", $"Driver {pod} failed"),
        _ => new(Warning, "SparkDriverUnknown", $"Driver {pod} in unknown state"),
    };

    public static Notice DriverNotFound(string pod, TimeSpan grace) =>
        new(Warning, "SparkDriverNotFound", $"Driver pod {pod} not found after grace period {grace.TotalSeconds:0}s, marking application as Failing");

    public static Notice Executor(string pod, ExecutorPod executor) => executor.State switch
    {
        PodState.Pending => new(Normal, "SparkExecutorPending", $"Executor {pod} is pending"),
        PodState.Running => new(Normal, "SparkExecutorRunning", $"Executor {pod} is running"),
        PodState.Completed => new(Normal, "SparkExecutorCompleted", $"Executor {pod} completed"),
        PodState.Failed => new(Warning, "SparkExecutorFailed",
            $"Executor {pod} failed with ExitCode: {executor.Exit?.Code ?? -1}, Reason: {executor.Exit?.Reason ?? "Unknown (Container not Found)"}, "
            + $"Pod Message: {executor.Message}"),
        _ => new(Warning, "SparkExecutorUnknown", $"Executor {pod} in unknown state"),
    };
}
