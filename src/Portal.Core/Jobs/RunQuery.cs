namespace Portal.Core.Jobs;

/// <summary>Which runs to list. Empty filters match everything; filters are combined with and, values of one filter with or.</summary>
public sealed record RunQuery
{
    public required string Workspace { get; init; }

    public IReadOnlyList<JobState> States { get; init; } = [];

    public IReadOnlyList<string> SubmittedBy { get; init; } = [];

    /// <summary>Exact names of jobs.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>Part of a job's or run's name or of the summary, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>Submitted at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Submitted before.</summary>
    public DateTimeOffset? Until { get; init; }

    public RunOrder Order { get; init; } = RunOrder.NewestFirst;

    /// <summary>Most runs in the answer, 1 to 500.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="RunPage.Next"/> of the page before in the same order; null for the first one.</summary>
    public string? After { get; init; }
}
