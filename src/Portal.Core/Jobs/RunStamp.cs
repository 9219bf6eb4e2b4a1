namespace Portal.Core.Jobs;

/// <summary>What a submission writes on the run's object beside the job itself.</summary>
/// <param name="SubmissionKey">Same key, same run.</param>
/// <param name="SubmittedBy">Name of the person.</param>
/// <param name="SubmittedAt">When; finer than the object's creation time, which has whole seconds.</param>
/// <param name="ParentRun">Name of the run that is repeated; null for a first one.</param>
public sealed record RunStamp(string SubmissionKey, string SubmittedBy, DateTimeOffset SubmittedAt, string? ParentRun);
