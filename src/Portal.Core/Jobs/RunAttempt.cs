namespace Portal.Core.Jobs;

/// <summary>One submission of a run by the operator.</summary>
/// <param name="Number">From 1.</param>
/// <param name="SubmissionId">The operator's id of the submission.</param>
/// <param name="DriverPodUid">Uid of the driver pod, once seen.</param>
/// <param name="StartedAt">When its driver started.</param>
/// <param name="EndedAt">When its driver ended.</param>
/// <param name="ExitCode">Exit code of the driver's container.</param>
/// <param name="Cause">One line on why it failed.</param>
public sealed record RunAttempt(int Number, string SubmissionId, string? DriverPodUid, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int? ExitCode, string? Cause);
