using Portal.Core.Jobs;

namespace Portal.Api.Contracts;

/// <summary>One execution of a job.</summary>
public sealed record RunResource
{
    /// <summary>Name of the run and of its SparkApplication.</summary>
    public required string Name { get; init; }

    public required string Workspace { get; init; }

    /// <summary>Uid of the SparkApplication: differs between two runs that had the same name one after the other.</summary>
    public required string Uid { get; init; }

    /// <summary>Name of the job that this is a run of.</summary>
    public required string Job { get; init; }

    /// <summary>Waiting, Running, Succeeded, Failed, Cancelled or Unknown.</summary>
    public required JobState State { get; init; }

    /// <summary>The Spark operator's own word, for example SUBMITTED or FAILING; empty while new.</summary>
    public required string OperatorState { get; init; }

    /// <summary>One line on what is happening or how it ended.</summary>
    public required string Summary { get; init; }

    /// <summary>Why it failed, with lines of the log counted from 1; null otherwise, and for some seconds after a failure, until the log was read.</summary>
    public FailureCause? Cause { get; init; }

    public required string SubmittedBy { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the driver first started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public double? DurationSeconds { get; init; }

    /// <summary>Exit code of the driver in the last attempt.</summary>
    public int? ExitCode { get; init; }

    public required IReadOnlyList<RunAttempt> Attempts { get; init; }

    /// <summary>Pods that it has or had, oldest first; not given in lists.</summary>
    public required IReadOnlyList<RunPod> Pods { get; init; }

    /// <summary>Name of the run that this one repeats.</summary>
    public string? ParentRun { get; init; }

    public string? CancelledBy { get; init; }

    /// <summary>What was asked for; not given in lists.</summary>
    public JobBody? Definition { get; init; }

    public required RunLinks Links { get; init; }

    public static RunResource From(JobRun run, PathString pathBase) => new()
    {
        Name = run.Name,
        Workspace = run.Workspace,
        Uid = run.Uid,
        Job = run.Job,
        State = run.State,
        OperatorState = run.OperatorState,
        Summary = run.Summary,
        Cause = Numbered(run.Cause),
        SubmittedBy = run.SubmittedBy,
        SubmittedAt = run.SubmittedAt,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        DurationSeconds = run.Duration?.TotalSeconds,
        ExitCode = run.ExitCode,
        Attempts = run.Attempts,
        Pods = run.Pods,
        ParentRun = run.ParentRun,
        CancelledBy = run.CancelledBy,
        Definition = run.Definition is { } job ? JobBody.From(job) : null,
        Links = RunLinks.For(run, pathBase),
    };

    // People count lines from 1; inside they count from 0.
    private static FailureCause? Numbered(FailureCause? cause) => cause is null ? null : cause with { Evidence = [.. cause.Evidence.Select(e => e with { LogLine = e.LogLine + 1 })] };
}
