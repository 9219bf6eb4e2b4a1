namespace Portal.Core.Jobs.Failures;

/// <summary>Says why a run failed. Pure: rules look at the facts one after the other, and the first that knows an answer gives it.</summary>
public static class FailureExplainer
{
    /// <summary>How many lines of the log's end the rules want to see.</summary>
    public const int TailLines = 1_000;

    // What the cluster knows for certain comes before what is read from the log; what only counts exit codes comes last.
    private static readonly Func<FailureFacts, FailureCause?>[] Rules =
    [
        PodRules.ImagePull,
        PodRules.MissingConfiguration,
        PodRules.OutOfMemory,
        PodRules.Evicted,
        PodRules.NodeRestarted,
        OperatorRules.QuotaExceeded,
        LogRules.OutOfMemory,
        LogRules.DiskFull,
        PodRules.KilledBySignal,
        PythonRules.SyntaxError,
        PythonRules.MissingModule,
        LogRules.MissingMainFile,
        LogRules.MissingClass,
        LogRules.MissingData,
        LogRules.StageFailure,
        PythonRules.Exception,
        LogRules.JavaException,
        PodRules.CommandNotFound,
        PodRules.CannotStart,
        PodRules.ExitCode,
        OperatorRules.DriverVanished,
        OperatorRules.SubmissionFailed,
    ];

    /// <summary>The cause; one with the code <c>Unknown</c> when no rule knows better.</summary>
    public static FailureCause Explain(FailureFacts facts) =>
        Rules.Select(rule => rule(facts)).FirstOrDefault(cause => cause is not null)
        ?? new("Unknown", "The run failed and left no sign why.", "Look at the log and the events; run it again to see whether it fails the same way.", OperatorRules.Evidence(facts));
}
