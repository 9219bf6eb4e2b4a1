namespace Portal.Core.Jobs;

/// <summary>One execution of a job. Outlives its SparkApplication.</summary>
public sealed record JobRun
{
    /// <summary>Most pods kept of one run; of those that come later only drivers are.</summary>
    public const int MaxPods = 500;

    /// <summary>Uid of the SparkApplication: the run's identity.</summary>
    public required string Uid { get; init; }

    public required string Cluster { get; init; }

    public required string Workspace { get; init; }

    /// <summary>Name of the SparkApplication.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the job that this is a run of.</summary>
    public required string Job { get; init; }

    public required JobState State { get; init; }

    /// <summary>The operator's word for the state, as last seen; empty while new.</summary>
    public string OperatorState { get; init; } = "";

    /// <summary>One line on what is happening or how it ended, in plain words.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Why it failed; null otherwise.</summary>
    public FailureCause? Cause { get; init; }

    public required string SubmittedBy { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the driver's container first started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Exit code of the driver's container in the last attempt.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the run that this one repeats.</summary>
    public string? ParentRun { get; init; }

    /// <summary>Who asked for the cancellation.</summary>
    public string? CancelledBy { get; init; }

    public IReadOnlyList<RunAttempt> Attempts { get; init; } = [];

    /// <summary>States the run went through, oldest first.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>Pods that the run has or had, oldest first; not filled in lists.</summary>
    public IReadOnlyList<RunPod> Pods { get; init; } = [];

    /// <summary>What was asked for; null when the object was not made by the portal and cannot be read as a <see cref="SparkJob"/>.</summary>
    public SparkJob? Definition { get; init; }

    /// <summary>The manifest as last seen, JSON.</summary>
    public string ManifestJson { get; init; } = "{}";

    /// <summary>Whether the SparkApplication still exists.</summary>
    public bool ObjectExists { get; init; }

    public int CoresAsked { get; init; }

    /// <summary>Why the run's record could not be read: what only the record knows is missing here. Null when all is here; never stored.</summary>
    public string? RecordError { get; init; }

    /// <summary>From start of the driver to the end; null before the driver started or while it runs.</summary>
    public TimeSpan? Duration => EndedAt - (StartedAt ?? SubmittedAt);

    public bool Ended => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled or JobState.Unknown;
}
