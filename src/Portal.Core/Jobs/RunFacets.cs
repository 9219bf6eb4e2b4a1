namespace Portal.Core.Jobs;

/// <summary>How many runs each choice of a filter would show.</summary>
public sealed record RunFacets(
    IReadOnlyDictionary<JobState, int> States,
    IReadOnlyDictionary<string, int> SubmittedBy,
    IReadOnlyDictionary<string, int> Jobs);
