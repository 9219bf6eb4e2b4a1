namespace Portal.Core.Storage.Rows;

/// <summary>Row of <c>run_attempts</c>: one submission of a run by the operator.</summary>
internal sealed class RunAttemptEntity
{
    public required string Cluster { get; init; }

    public required string RunUid { get; init; }

    public required int Number { get; init; }

    public string SubmissionId { get; set; } = "";

    public string? DriverPodUid { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int? ExitCode { get; set; }

    public string? Cause { get; set; }
}
