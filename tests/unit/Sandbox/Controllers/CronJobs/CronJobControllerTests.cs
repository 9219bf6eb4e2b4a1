using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.CronJobs;

public sealed class CronJobControllerTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task CronJob_WhenDue_MakesAJobNamedAfterTheMinute()
    {
        await using var cluster = await StartAsync("""{"schedule": "30 * * * *", "timeZone": "Asia/Kathmandu", "jobTemplate": {"metadata": {"labels": {"a": "b"}, "annotations": {"c": "d"}}}}""");

        var job = (await JobsAsync(cluster, 1))[0];

        // 12:00 UTC is 17:45 in Kathmandu; it is half past one 45 minutes later.
        job.Name().ShouldBe($"tick-{new DateTimeOffset(2026, 11, 21, 12, 45, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 60}");
        job.Text("metadata", "annotations", "batch.kubernetes.io/cronjob-scheduled-timestamp").ShouldBe("2026-11-21T18:30:00+05:45");
        job.Text("metadata", "annotations", "c").ShouldBe("d");
        job.Label("a").ShouldBe("b");
        job.Items("metadata", "ownerReferences").Single().Text("kind").ShouldBe("CronJob");
        await PassAsync(cluster, () => CronJob(cluster).Text("status", "lastScheduleTime") == "2026-11-21T12:45:00Z", "the time to be noted");
        CronJob(cluster).Items("status", "active").Single().Text("uid").ShouldBe(job.Uid());
        cluster.EventReasons(Ns, "tick").ShouldBe(["SuccessfulCreate"]);
    }

    [Fact]
    public async Task Jobs_ThatAreOver_AreKeptUpToTheLimits()
    {
        await using var cluster = await StartAsync("""{"schedule": "* * * * *", "successfulJobsHistoryLimit": 2, "failedJobsHistoryLimit": 1}""");
        for (var i = 0; i < 8; i++)
        {
            await PassAsync(cluster, () => Running(cluster) is not null, "a job");
            await FinishAsync(cluster, Running(cluster)!, i % 2 == 0 ? "Complete" : "Failed");
        }

        await PassAsync(cluster, () => Over(cluster, "Complete") == 2 && Over(cluster, "Failed") == 1, "two and one");
        CronJob(cluster).Text("status", "lastSuccessfulTime").ShouldNotBeNull();
        cluster.EventReasons(Ns, "tick").ShouldContain("SawCompletedJob");
        cluster.EventReasons(Ns, "tick").ShouldContain("SuccessfulDelete");
    }

    [Fact]
    public async Task Forbid_WhileAJobRuns_StartsNoOther()
    {
        await using var cluster = await StartAsync("""{"schedule": "* * * * *", "concurrencyPolicy": "Forbid"}""");
        await JobsAsync(cluster, 1);

        await PassAsync(cluster, () => cluster.EventReasons(Ns, "tick").Contains("JobAlreadyActive"), "the event");

        Jobs(cluster).ShouldHaveSingleItem();
        var first = Jobs(cluster)[0].Name();
        await FinishAsync(cluster, Jobs(cluster)[0], "Complete");
        await PassAsync(cluster, () => Running(cluster) is { } next && next.Name() != first, "the next");
    }

    [Fact]
    public async Task Replace_WhileAJobRuns_DeletesIt()
    {
        await using var cluster = await StartAsync("""{"schedule": "* * * * *", "concurrencyPolicy": "Replace"}""");
        var first = (await JobsAsync(cluster, 1))[0].Name();

        await PassAsync(cluster, () => Jobs(cluster).Count == 1 && Jobs(cluster)[0].Name() != first, "the first to be replaced");
    }

    [Fact]
    public async Task SuspendedCronJob_MakesNothingUntilResumed_AndThenOneForAllThatWasMissed()
    {
        await using var cluster = await StartAsync("""{"schedule": "* * * * *", "suspend": true}""");
        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        Jobs(cluster).ShouldBeEmpty();

        await cluster.EditAsync(ResourceTypes.CronJobs, Ns, "tick", c => c.Child("spec")["suspend"] = false);

        (await JobsAsync(cluster, 1))[0].Name().ShouldBe($"tick-{cluster.Clock.GetUtcNow().ToUnixTimeSeconds() / 60}");
    }

    [Fact]
    public async Task Controller_AwayForLong_SaysHowManyWereMissed_AndRunsOnce()
    {
        await using var cluster = await StartAsync("""{"schedule": "* * * * *"}""", start: false);
        cluster.Clock.Advance(TimeSpan.FromMinutes(300));

        await cluster.StartCronJobsAsync();

        await PassAsync(cluster, () => cluster.EventReasons(Ns, "tick").Contains("TooManyMissedTimes"), "the event");
        await JobsAsync(cluster, 1);
    }

    [Fact]
    public async Task Controller_AwayForLongerThanTheDeadline_RunsNothingForIt()
    {
        await using var cluster = await StartAsync("""{"schedule": "0 * * * *", "startingDeadlineSeconds": 60}""", start: false);
        cluster.Clock.Advance(TimeSpan.FromMinutes(90));

        await cluster.StartCronJobsAsync();

        await JobsAsync(cluster, 1);
        Jobs(cluster)[0].Name().ShouldBe($"tick-{new DateTimeOffset(2026, 11, 21, 14, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 60}");
    }

    [Fact]
    public async Task Job_MadeBeforeACrash_IsNotMadeTwice()
    {
        await using var cluster = await StartAsync("""{"schedule": "0 * * * *"}""");
        var job = (await JobsAsync(cluster, 1))[0];
        await PassAsync(cluster, () => CronJob(cluster).Items("status", "active").Any(), "the status");
        await cluster.StopControllersAsync();

        // As if the crash had come before the status was written.
        await cluster.EditAsync(ResourceTypes.CronJobs, Ns, "tick", c => c["status"] = new JsonObject(), status: true);
        await cluster.StartCronJobsAsync();

        await PassAsync(cluster, () => CronJob(cluster).Items("status", "active").Any(), "the job to be found again");
        Jobs(cluster).ShouldHaveSingleItem();
        CronJob(cluster).Items("status", "active").Single().Text("uid").ShouldBe(job.Uid());
    }

    private static async Task<TestCluster> StartAsync(string spec, bool start = true)
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        if (start)
        {
            await cluster.StartCronJobsAsync();
        }

        var cronJob = Sample.Json("""
            {"metadata": {"name": "tick", "namespace": "team-a"},
             "spec": {"jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}}}}
            """);
        Sample.Merge(cronJob.Child("spec"), Sample.Json(spec));
        await cluster.CreateAsync(ResourceTypes.CronJobs, cronJob);
        return cluster;
    }

    private static JsonObject CronJob(TestCluster cluster) => cluster.Objects.Get(ResourceTypes.CronJobs, Ns, "tick")!;

    private static List<JsonObject> Jobs(TestCluster cluster) => [.. cluster.Objects.List(ResourceTypes.Jobs, Ns).Where(j => !j.Terminating())];

    private static JsonObject? Running(TestCluster cluster) => Jobs(cluster).Find(j => !j.Items("status", "conditions").Any());

    private static int Over(TestCluster cluster, string condition) => Jobs(cluster).Count(j => j.Items("status", "conditions").Any(c => c.Text("type") == condition));

    private static async Task<List<JsonObject>> JobsAsync(TestCluster cluster, int count)
    {
        await PassAsync(cluster, () => Jobs(cluster).Count == count, $"{count} jobs");
        return Jobs(cluster);
    }

    private static Task FinishAsync(TestCluster cluster, JsonObject job, string condition) => cluster.EditAsync(ResourceTypes.Jobs, Ns, job.Name(), j =>
    {
        var now = Manifest.Stamp(cluster.Clock.GetUtcNow());
        j["status"] = new JsonObject
        {
            ["startTime"] = job.Text("metadata", "creationTimestamp"),
            ["completionTime"] = now,
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = condition, ["status"] = "True", ["lastTransitionTime"] = now }),
        };
    }, status: true);

    private static Task PassAsync(TestCluster cluster, Func<bool> condition, string what) => cluster.PassTimeUntilAsync(condition, what, TimeSpan.FromSeconds(5));
}
