using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.History.Live;
using Portal.Core.Jobs;

namespace Portal.UnitTests.Core.Support;

/// <summary>Ordinary objects for tests, to be varied with <c>with</c>.</summary>
internal static class Some
{
    public static readonly Caller Ann = new("ann", ["analysts"]);

    public static readonly Caller Bob = new("bob", ["analysts"]);

    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static SparkJob Job(string name = "word-count") => new()
    {
        Name = name,
        Script = new("main.py", "print('hello')\n"),
        Arguments = ["--top", "10"],
        SparkConf = new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "8" },
        Environment = new Dictionary<string, string> { ["MODE"] = "test" },
    };

    public static SparkApplicationView App(string name = "pi", string state = "", string uid = "app-1") => new(new("test", ResourceKind.SparkApplication, "team-a", name), uid, "1")
    {
        Labels = new Dictionary<string, string>(),
        Annotations = new Dictionary<string, string>(),
        CreatedAt = Noon,
        State = state,
        DriverPodName = $"{name}-driver",
    };

    public static PodView Pod(string app = "pi", string role = "driver", string uid = "pod-1", string submission = "s1", string? name = null) =>
        new(new("test", ResourceKind.Pod, "team-a", name ?? $"{app}-{role}"), uid, "1")
        {
            Labels = new Dictionary<string, string> { [RunPods.AppNameLabel] = app, [RunPods.RoleLabel] = role, [RunPods.SubmissionIdLabel] = submission },
            CreatedAt = Noon.AddSeconds(1),
        };

    public static PodView Running(this PodView pod, DateTimeOffset? startedAt = null) => pod with
    {
        ResourceVersion = "2",
        Phase = "Running",
        Node = "node-1",
        ScheduledAt = Noon.AddSeconds(1),
        Containers = [Container(pod) with { State = "running", StartedAt = startedAt ?? Noon.AddSeconds(2) }],
    };

    public static PodView Ended(this PodView pod, int exitCode = 0, string? reason = null, DateTimeOffset? finishedAt = null, DateTimeOffset? startedAt = null) => pod with
    {
        ResourceVersion = "3",
        Phase = exitCode == 0 ? "Succeeded" : "Failed",
        Node = "node-1",
        ScheduledAt = Noon.AddSeconds(1),
        Containers = [Container(pod) with { State = "terminated", StartedAt = startedAt ?? Noon.AddSeconds(2), FinishedAt = finishedAt ?? Noon.AddSeconds(9), ExitCode = exitCode, Reason = reason ?? (exitCode == 0 ? "Completed" : "Error") }],
    };

    /// <summary>A status as the operator writes it.</summary>
    public static JsonObject Status(string state, string? submissionId = "s1", int attempts = 1, string? error = null, DateTimeOffset? ended = null)
    {
        var status = new JsonObject
        {
            ["applicationState"] = new JsonObject { ["state"] = state },
            ["submissionID"] = submissionId,
            ["executionAttempts"] = attempts,
            ["lastSubmissionAttemptTime"] = Noon.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
        };
        if (error is not null)
        {
            status["applicationState"]!["errorMessage"] = error;
        }

        if (ended is { } at)
        {
            status["terminationTime"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        }

        return status;
    }

    public static RunFacts Facts(SparkApplicationView app, params PodView[] pods) => new(app, pods, Noon.AddSeconds(20), null, null);

    private static ContainerView Container(PodView pod) => new(RunPods.IsDriver(pod) ? "spark-kubernetes-driver" : "spark-kubernetes-executor") { Image = "spark:4" };
}
