namespace Portal.Core.Storage.Rows;

/// <summary>Row of <c>runs</c>: one run, for as long as history is kept.</summary>
internal sealed class RunEntity
{
    public required string Cluster { get; init; }

    public required string Uid { get; init; }

    public required string Workspace { get; set; }

    public required string Name { get; set; }

    public required string Job { get; set; }

    /// <summary>A <see cref="Jobs.JobState"/> by name.</summary>
    public required string State { get; set; }

    public string OperatorState { get; set; } = "";

    public string Summary { get; set; } = "";

    /// <summary>A <see cref="Jobs.FailureCause"/> as JSON.</summary>
    public string? Cause { get; set; }

    public string SubmittedBy { get; set; } = "";

    public DateTimeOffset SubmittedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int? ExitCode { get; set; }

    public string? ParentRun { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>Key that made the submission idempotent; null for objects made elsewhere.</summary>
    public string? SubmissionKey { get; set; }

    /// <summary>A <see cref="Jobs.SparkJob"/> as JSON.</summary>
    public string? Definition { get; set; }

    public string Manifest { get; set; } = "{}";

    public bool ObjectExists { get; set; }

    public int CoresAsked { get; set; }

    public List<RunAttemptEntity> Attempts { get; init; } = [];

    public List<RunStepEntity> Steps { get; init; } = [];

    public List<RunPodEntity> Pods { get; init; } = [];
}
