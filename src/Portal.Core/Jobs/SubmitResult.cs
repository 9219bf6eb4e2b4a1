namespace Portal.Core.Jobs;

/// <summary>Answer to a submission.</summary>
/// <param name="Run">The run.</param>
/// <param name="Created">False when an earlier call with the same key had created it.</param>
public sealed record SubmitResult(JobRun Run, bool Created);
