using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary><c>spec.restartPolicy</c>: how often and how soon to try again.</summary>
/// <param name="Type">Never, OnFailure or Always.</param>
/// <param name="SubmissionRetries">Tries again that a refused submission gets with OnFailure.</param>
/// <param name="SubmissionInterval">Pause after a refused submission, times the number of attempts.</param>
/// <param name="RunRetries">Runs again that a failed run gets with OnFailure.</param>
/// <param name="RunInterval">Pause after a failed run, times the number of attempts.</param>
internal sealed record RestartPolicy(string Type, long SubmissionRetries, TimeSpan SubmissionInterval, long RunRetries, TimeSpan RunInterval)
{
    private const long DefaultSeconds = 5;

    public static RestartPolicy Read(JsonNode? policy) => new(
        policy.Text("type") ?? "Never",
        policy.Whole("onSubmissionFailureRetries") ?? 0,
        TimeSpan.FromSeconds(policy.Whole("onSubmissionFailureRetryInterval") ?? DefaultSeconds),
        policy.Whole("onFailureRetries") ?? 0,
        TimeSpan.FromSeconds(policy.Whole("onFailureRetryInterval") ?? DefaultSeconds));

    /// <summary>Whether what the status says happened is to be tried again.</summary>
    public bool Retries(ApplicationStatus status) => (status.State, Type) switch
    {
        (ApplicationState.Succeeding or ApplicationState.Failing or ApplicationState.SubmissionFailed, "Always") => true,
        (ApplicationState.Failing, "OnFailure") => status.ExecutionAttempts <= RunRetries,
        (ApplicationState.SubmissionFailed, "OnFailure") => status.SubmissionAttempts <= SubmissionRetries,
        _ => false,
    };

    /// <summary>When the next try is due: the operator's linear back-off since the last submission.</summary>
    public DateTimeOffset RetryAt(ApplicationStatus status)
    {
        var interval = status.State == ApplicationState.SubmissionFailed ? SubmissionInterval : RunInterval;
        return (status.LastSubmissionAttempt ?? default) + (interval * Math.Max(1, status.SubmissionAttempts));
    }
}
