using System.Globalization;

namespace Portal.Bench.Scale;

/// <summary>
/// Executor pods of a run that are written and never run: they name a scheduler that does not exist, so that the sandbox keeps and serves
/// them as any pod and starts nothing. About as large as those that Spark makes.
/// </summary>
internal static class ScalePods
{
    /// <summary>A label that only these pods carry.</summary>
    public const string Label = "bench-scale";

    public static string Name(string run, int number) => string.Create(CultureInfo.InvariantCulture, $"{run}-0f3a9c1b-exec-{number}");

    public static object Executor(string run, int number) => new
    {
        apiVersion = "v1",
        kind = "Pod",
        metadata = new
        {
            name = Name(run, number),
            labels = new Dictionary<string, string>
            {
                [Label] = "true",
                ["sparkoperator.k8s.io/app-name"] = run,
                ["sparkoperator.k8s.io/launched-by-spark-operator"] = "true",
                ["spark-app-name"] = run,
                ["spark-app-selector"] = "spark-00000000000000000000000000000000",
                ["spark-exec-id"] = number.ToString(CultureInfo.InvariantCulture),
                ["spark-exec-resourceprofile-id"] = "0",
                ["spark-role"] = "executor",
                ["spark-version"] = "4.0.1",
            },
        },
        spec = new
        {
            schedulerName = "bench",
            restartPolicy = "Never",
            terminationGracePeriodSeconds = 0,
            containers = new[]
            {
                new
                {
                    name = "spark-kubernetes-executor",
                    image = "docker.io/apache/spark:4.0.1",
                    args = new[] { "executor" },
                    env = Enumerable.Range(0, 12).Select(i => new { name = $"SPARK_JAVA_OPT_{i}", value = $"-Dspark.bench.option.{i}=some-value-of-the-usual-length" }),
                    resources = new { requests = new { cpu = "1", memory = "896Mi" }, limits = new { memory = "896Mi" } },
                    ports = new[] { new { containerPort = 7079, name = "blockmanager" } },
                },
            },
        },
    };

    /// <summary>Patch of the status: the pod waits for its container, so that nobody asks for its log, and the message says which update it was.</summary>
    public static object Status(string message) => new
    {
        status = new
        {
            phase = "Pending",
            message,
            startTime = "2026-01-01T00:00:00Z",
            podIP = "10.0.0.1",
            conditions = new[]
            {
                new { type = "PodScheduled", status = "True", lastTransitionTime = "2026-01-01T00:00:00Z" },
                new { type = "Ready", status = "False", lastTransitionTime = "2026-01-01T00:00:01Z" },
            },
            containerStatuses = new[]
            {
                new
                {
                    name = "spark-kubernetes-executor",
                    image = "docker.io/apache/spark:4.0.1",
                    imageID = "docker.io/apache/spark@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                    ready = false,
                    restartCount = 0,
                    state = new { waiting = new { reason = "ContainerCreating" } },
                },
            },
        },
    };
}
