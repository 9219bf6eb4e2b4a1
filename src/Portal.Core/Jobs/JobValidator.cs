using System.Text.RegularExpressions;

namespace Portal.Core.Jobs;

/// <summary>The rules a job must meet before anything is sent.</summary>
public static partial class JobValidator
{
    /// <summary>
    /// Longest name of a job. A run appends a dash and 8 characters, Spark appends <c>-driver</c> or <c>-exec-1000</c>, and a name in
    /// Kubernetes has 63 characters at most.
    /// </summary>
    public const int MaxNameLength = 40;

    /// <summary>Longest name of a run: 63 less <c>-driver</c>.</summary>
    public const int MaxRunNameLength = 56;

    /// <summary>All files of a job together, in bytes of UTF-8: a ConfigMap holds 1 MiB with everything around it.</summary>
    public const int MaxFileBytes = 900 * 1024;

    /// <summary><see cref="JobProblem.Field"/> of problems of a run's name.</summary>
    public const string RunNameField = "RunName";

    public const int MaxCores = 1_000;

    public const int MaxExecutors = 10_000;

    public const int MaxRetries = 100;

    /// <summary>Every problem, not only the first.</summary>
    /// <param name="job">The job as asked for.</param>
    /// <param name="workspace">Namespace it is meant for; null when not known yet.</param>
    public static IReadOnlyList<JobProblem> Validate(SparkJob job, string? workspace = null)
    {
        var problems = new List<JobProblem>();
        problems.AddRange(Name(job.Name, nameof(job.Name), "job", MaxNameLength));
        problems.AddRange(JobFileRules.Check(job));
        problems.AddRange(Size(job.Driver, nameof(job.Driver)));
        problems.AddRange(Size(job.Executor, nameof(job.Executor)));
        problems.AddRange(Numbers(job));
        problems.AddRange(JobSettingRules.Check(job, workspace));
        return problems;
    }

    /// <summary>Problems of a run's name that a person chose.</summary>
    public static IReadOnlyList<JobProblem> ValidateRunName(string runName) => [.. Name(runName, RunNameField, "run", MaxRunNameLength)];

    private static IEnumerable<JobProblem> Name(string name, string field, string what, int longest)
    {
        if (name.Length == 0)
        {
            yield return new(field, "NameMissing", $"The {what} needs a name, for example word-count.");
        }
        else if (!DnsLabel().IsMatch(name))
        {
            yield return new(field, "NameInvalid", "A name has lower-case letters, digits and dashes, starts with a letter and does not end with a dash, for example word-count-2.");
        }

        if (name.Length > longest)
        {
            yield return new(field, "NameTooLong", $"The name has {name.Length} characters; at most {longest} leave room for what is appended to name the run's pods.");
        }
    }

    private static IEnumerable<JobProblem> Size(PodSize size, string field)
    {
        if (size.Cores is < 1 or > MaxCores)
        {
            yield return new($"{field}.Cores", "CoresInvalid", $"Cores are a whole number from 1 to {MaxCores}.");
        }

        if (!SparkMemory.TryParse(size.Memory, out var bytes))
        {
            yield return new($"{field}.Memory", "MemoryInvalid", "Memory is a whole number with k, m, g or t, for example 512m or 2g. Kubernetes' Mi and Gi are not understood by Spark.");
        }
        else if (bytes < SparkMemory.SmallestHeap)
        {
            yield return new($"{field}.Memory", "MemoryTooSmall", "Spark does not start with less than 450m; 512m is a good smallest size.");
        }
    }

    private static IEnumerable<JobProblem> Numbers(SparkJob job)
    {
        if (job.Executors is < 1 or > MaxExecutors)
        {
            yield return new(nameof(job.Executors), "ExecutorsInvalid", $"Executors are a whole number from 1 to {MaxExecutors}.");
        }

        if (job.Retries is < 0 or > MaxRetries)
        {
            yield return new(nameof(job.Retries), "RetriesInvalid", $"Retries are a whole number from 0 (never try again) to {MaxRetries}.");
        }

        if (job.TimeToLiveSeconds is < 1)
        {
            yield return new(nameof(job.TimeToLiveSeconds), "TimeToLiveInvalid", "The time to keep the object is at least 1 second; leave it empty to keep the object.");
        }
    }

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DnsLabel();
}
