using Portal.Core.Clusters;

namespace Portal.Core.Jobs;

/// <summary>Turns the API's refusal of a manifest into problems next to the job's fields.</summary>
internal static class ApiProblems
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["metadata.name"] = nameof(SparkJob.Name),
        ["spec.type"] = nameof(SparkJob.Type),
        ["spec.image"] = nameof(SparkJob.Image),
        ["spec.mainApplicationFile"] = nameof(SparkJob.MainFile),
        ["spec.mainClass"] = nameof(SparkJob.MainClass),
        ["spec.arguments"] = nameof(SparkJob.Arguments),
        ["spec.sparkConf"] = nameof(SparkJob.SparkConf),
        ["spec.driver.cores"] = "Driver.Cores",
        ["spec.driver.memory"] = "Driver.Memory",
        ["spec.executor.cores"] = "Executor.Cores",
        ["spec.executor.memory"] = "Executor.Memory",
        ["spec.executor.instances"] = nameof(SparkJob.Executors),
    };

    public static IReadOnlyList<JobProblem> Read(ClusterException refusal)
    {
        var code = "Api" + refusal.Kind;
        return refusal.Causes.Count == 0
            ? [new("", code, refusal.Message)]
            : [.. refusal.Causes.Select(c => new JobProblem(Fields.GetValueOrDefault(c.Field, c.Field), code, c.Message))];
    }
}
