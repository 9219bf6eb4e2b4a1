using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Components;
using Portal.Core.Jobs;

namespace Portal.Features.NewJob;

/// <summary>Something about a job that is allowed and yet probably not meant.</summary>
/// <param name="Field">Which field, as in <see cref="JobProblem.Field"/>.</param>
/// <param name="Key">Key of the text: <c>Advice-{Key}</c>.</param>
/// <param name="Values">What the text names.</param>
public sealed partial record JobAdvice(string Field, string Key, IReadOnlyList<object> Values)
{
    /// <summary>Below this a task has hardly room beside what Spark itself takes.</summary>
    private const long LittlePerCore = 512L << 20;

    // Settings that fields of the job stand for.
    private static readonly string[] Doubled = ["spark.executor.instances", "spark.executor.cores", "spark.executor.memory", "spark.driver.cores", "spark.driver.memory"];

    public static IReadOnlyList<JobAdvice> On(SparkJob job) =>
        [.. job.SparkConf.Keys.Where(Doubled.Contains).Select(k => new JobAdvice($"SparkConf[{k}]", "Doubled", [k])), .. new[] { UnusedSpark(job), Memory(job), Partitions(job), Shell(job) }.OfType<JobAdvice>()];

    private static JobAdvice? UnusedSpark(SparkJob job) =>
        job is { Type: SparkJobType.Python, Script.Content: var script, Executors: > 0 } && !string.IsNullOrWhiteSpace(script) && !script.Contains("spark", StringComparison.OrdinalIgnoreCase)
            ? new("Executors", "UnusedSpark", [job.Executors])
            : null;

    private static JobAdvice? Memory(SparkJob job) =>
        job.Executor.Cores > 1 && SparkMemory.TryParse(job.Executor.Memory, out var bytes) && bytes >= SparkMemory.SmallestHeap && bytes / job.Executor.Cores < LittlePerCore
            ? new("Executor.Memory", "LittleMemory", [job.Executor.Cores, MemorySize.Readable(job.Executor.Memory)])
            : null;

    private static JobAdvice? Partitions(SparkJob job)
    {
        var cores = job.Executors * job.Executor.Cores;
        return job.SparkConf.TryGetValue("spark.sql.shuffle.partitions", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partitions) && partitions < cores
            ? new("SparkConf[spark.sql.shuffle.partitions]", "FewPartitions", [partitions, cores])
            : null;
    }

    private static JobAdvice? Shell(SparkJob job) =>
        job.Arguments.FirstOrDefault(a => Expanded().IsMatch(a)) is { } argument ? new("Arguments", "NoShell", [argument]) : null;

    // $HOME, ${DATE}, $(date), `date`, ~/data
    [GeneratedRegex(@"\$[({A-Za-z_]|`|^~/", RegexOptions.None, 1000)]
    private static partial Regex Expanded();
}
