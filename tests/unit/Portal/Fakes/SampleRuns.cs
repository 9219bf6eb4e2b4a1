using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.UnitTests.Fakes;

/// <summary>Runs as they look in a workspace in use.</summary>
public static class SampleRuns
{
    public static readonly SparkJob Job = new()
    {
        Name = "sales-report",
        Script = new JobFile("main.py", "from pyspark.sql import SparkSession\n\n# total by region\nspark = SparkSession.builder.getOrCreate()\nlines = spark.read.text(\"sales.csv\").rdd\nprint(lines.count())\n"),
        Arguments = ["--from", "2026-11-01", "--title", "Sales of the month"],
        Executors = 3,
        Executor = new PodSize { Cores = 2, Memory = "2g" },
        SparkConf = new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "96" },
    };

    public static JobRun Make(string job, JobState state, string summary, string by, DateTimeOffset submitted, TimeSpan? took = null, int cores = 7, string? suffix = null)
    {
        var name = RunName.For(job, by, suffix ?? submitted.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var started = state == JobState.Waiting ? (DateTimeOffset?)null : submitted.AddSeconds(4);
        var ended = took is { } length ? started + length : null;
        List<RunStep> steps = [new(submitted, "submitted", by)];
        if (started is { } at)
        {
            steps.AddRange([new(submitted.AddSeconds(1), "SUBMITTED", "attempt 1"), new(submitted.AddSeconds(2), "scheduled", $"{name}-driver"), new(at, "driver-started", $"{name}-driver"), new(at, "RUNNING", ""), new(at.AddSeconds(3), "executor-started", $"{name}-exec-1")]);
        }

        if (ended is { } end)
        {
            steps.Add(new(end, "ended", state.ToString()));
        }

        var definition = Job with { Name = job };
        return new JobRun
        {
            Uid = $"uid-{name}",
            Cluster = "sandbox",
            Workspace = "team-a",
            Name = name,
            Job = job,
            State = state,
            Summary = summary,
            SubmittedBy = by,
            SubmittedAt = submitted,
            StartedAt = started,
            EndedAt = ended,
            CoresAsked = cores,
            Definition = definition,
            ObjectExists = ended is null,
            Steps = steps,
            ExitCode = state == JobState.Succeeded ? 0 : state == JobState.Failed ? 1 : null,
            Attempts = started is null ? [] : [new RunAttempt(1, "s1", "p1", started, ended, state == JobState.Failed ? 1 : null, null)],
            ManifestJson = SparkJobManifest.Application("team-a", definition, name, new JobOptions(), null).ToJsonString(),
        };
    }

    public static IReadOnlyList<JobRun> Day(DateTimeOffset now)
    {
        List<JobRun> runs =
        [
            Make("customer-ltv-train", JobState.Waiting, "Waiting for 3 CPU: 0/1 nodes are available: insufficient cpu", "analyst", now.AddMinutes(-6), cores: 18),
            Make("sales-report", JobState.Running, "Running with 3 executors", "admin", now.AddMinutes(-19), cores: 7),
            Make("clickstream-sessions", JobState.Running, "Running with 12 executors", "analyst", now.AddHours(-1), cores: 25),
            Make("orders-enrich", JobState.Failed, "Executors ran out of memory: limit 1433 MiB", "analyst", now.AddMinutes(-70), TimeSpan.FromSeconds(1351), 34) with { Cause = Cause },
            Make("sales-hourly-rollup", JobState.Succeeded, "Done in 3 min 52 s", "admin", now.AddMinutes(-100), TimeSpan.FromSeconds(232), 18),
            Make("currency-rates-load", JobState.Succeeded, "Done in 24 s", "admin", now.AddMinutes(-130), TimeSpan.FromSeconds(24), 1),
            Make("ad-hoc-basket-mining", JobState.Cancelled, "Cancelled by analyst", "analyst", now.AddHours(-3), TimeSpan.FromSeconds(485), 34) with { CancelledBy = "analyst" },
            Make("inventory-snapshot", JobState.Unknown, "The object was deleted before its outcome was seen", "admin", now.AddHours(-5), TimeSpan.FromSeconds(680), 18),
            Make("partner-feed-import", JobState.Failed, "File not found: s3a://landing/partner/2026-11-21/feed.csv", "admin", now.AddHours(-6), TimeSpan.FromSeconds(12), 1),
        ];
        string[] jobs = ["sales-report", "orders-enrich", "sessions-compact", "currency-rates-load", "sales-hourly-rollup"];
        runs.AddRange(Enumerable.Range(0, 140).Select(i => Make(jobs[i % jobs.Length], JobState.Succeeded, "Done", i % 3 == 0 ? "analyst" : "admin", now.AddHours(-20 - i), TimeSpan.FromSeconds(40 + (i * 7)), 3 + (i % 9))));
        return runs;
    }

    public static readonly FailureCause Cause = new(
        "OutOfMemory",
        "Executors ran out of memory",
        "Give each executor more memory, or split the data into more partitions so that each is smaller.",
        [
            new("Log, line 412", "10:16:21 ERROR TaskSchedulerImpl: Lost executor 7 on 10.42.5.12: container exited with code 137 (OOMKilled)", 411),
            new("Pod orders-enrich-exec-7", "terminated: reason=OOMKilled exitCode=137", null),
        ]);

    public static IReadOnlyList<PodView> Pods(JobRun run)
    {
        var labels = new Dictionary<string, string> { ["sparkoperator.k8s.io/app-name"] = run.Name };
        PodView Pod(string name, string role, string phase, string? waits = null) => new(new ResourceKey("sandbox", ResourceKind.Pod, run.Workspace, name), $"uid-{name}", "1")
        {
            Labels = new Dictionary<string, string>(labels) { ["spark-role"] = role },
            Phase = phase,
            Node = waits is null ? "node-1" : null,
            UnschedulableMessage = waits,
            CreatedAt = run.SubmittedAt.AddSeconds(1),
            ScheduledAt = waits is null ? run.SubmittedAt.AddSeconds(2) : null,
            StartedAt = waits is null ? run.StartedAt : null,
            Containers = [new ContainerView("main") { State = phase == "Running" ? "running" : "waiting", StartedAt = waits is null ? run.StartedAt : null }],
        };
        return [Pod($"{run.Name}-driver", "driver", "Running"), Pod($"{run.Name}-exec-1", "executor", "Running"), Pod($"{run.Name}-exec-2", "executor", "Running"), Pod($"{run.Name}-exec-3", "executor", "Pending", "0/1 nodes are available: 1 Insufficient cpu.")];
    }
}
