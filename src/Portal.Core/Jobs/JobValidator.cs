namespace Portal.Core.Jobs;

/// <summary>The rules a job must meet before anything is sent.</summary>
public static class JobValidator
{
    /// <summary>Every problem, not only the first.</summary>
    public static IReadOnlyList<JobProblem> Validate(SparkJob job) => [];
}
