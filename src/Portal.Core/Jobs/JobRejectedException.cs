namespace Portal.Core.Jobs;

/// <summary>A job was not submitted because of the problems given; nothing was created.</summary>
public sealed class JobRejectedException(IReadOnlyList<JobProblem> problems)
    : Exception(string.Join(" ", problems.Select(p => p.Message)))
{
    public IReadOnlyList<JobProblem> Problems { get; } = problems;
}
