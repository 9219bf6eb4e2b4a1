using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Jobs;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Jobs;

public sealed class JobControllerTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task Job_WhosePodSucceeds_IsComplete()
    {
        await using var cluster = await StartAsync("""{"completions": 1}""");
        var pod = (await PodsAsync(cluster, 1))[0];

        await EndAsync(cluster, pod, "Succeeded", 0);
        await ConditionAsync(cluster, "Complete");

        var status = Job(cluster).At("status");
        status.Whole("succeeded").ShouldBe(1);
        status.Text("completionTime").ShouldNotBeNull();
        status.Items("conditions").Select(c => $"{c.Text("type")} {c.Text("reason")}").ShouldBe(["SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached"]);
        status.At("uncountedTerminatedPods")!.AsObject().ShouldBeEmpty();
        pod = Pods(cluster)[0];
        pod.At("metadata", "finalizers").ShouldBeNull();
        pod.Name().ShouldStartWith("j-");
        await EventsAsync(cluster, "Completed", "SuccessfulCreate");
    }

    [Fact]
    public async Task Job_WithMoreCompletionsThanPlaces_RunsAFewAtATime()
    {
        await using var cluster = await StartAsync("""{"completions": 5, "parallelism": 2}""");
        for (var done = 0; done < 5; done++)
        {
            await PassAsync(cluster, () => Active(cluster).Count == Math.Min(2, 5 - done), "the places to be filled");
            await EndAsync(cluster, Active(cluster)[0], "Succeeded", 0);
        }

        await ConditionAsync(cluster, "Complete");
        Pods(cluster).Count.ShouldBe(5);
        Job(cluster).Whole("status", "succeeded").ShouldBe(5);
    }

    [Fact]
    public async Task Job_WhosePodsFail_WaitsLongerEachTimeAndThenGivesUp()
    {
        await using var cluster = await StartAsync("""{"backoffLimit": 2}""");
        var made = new List<DateTimeOffset>();
        for (var i = 1; i <= 3; i++)
        {
            await PassAsync(cluster, () => Pods(cluster).Count == i, $"pod {i}", TimeSpan.FromSeconds(1));
            made.Add(cluster.Clock.GetUtcNow());
            await EndAsync(cluster, Active(cluster)[0], "Failed", 1);
        }

        await ConditionAsync(cluster, "Failed");
        (made[1] - made[0]).TotalSeconds.ShouldBeInRange(9, 15);
        (made[2] - made[1]).TotalSeconds.ShouldBeInRange(19, 26);
        Job(cluster).Whole("status", "failed").ShouldBe(3);
        Condition(cluster, "Failed").Text("reason").ShouldBe("BackoffLimitExceeded");
        Condition(cluster, "FailureTarget").Text("message").ShouldBe("Job has reached the specified backoff limit");
    }

    [Fact]
    public async Task IndexedJob_GivesEveryPodItsNumber()
    {
        await using var cluster = await StartAsync("""{"completions": 3, "parallelism": 3, "completionMode": "Indexed"}""");
        var pods = await PodsAsync(cluster, 3);

        pods.Select(p => p.Text("metadata", "annotations", JobNames.CompletionIndex)).Order(StringComparer.Ordinal).ShouldBe(["0", "1", "2"]);
        pods.Select(p => p.Text("spec", "hostname")).Order(StringComparer.Ordinal).ShouldBe(["j-0", "j-1", "j-2"]);
        pods.Count(p => p.Name().StartsWith(p.Text("spec", "hostname") + "-", StringComparison.Ordinal)).ShouldBe(3);
        pods[0].Items("spec", "containers").First().Items("env").First().Text("valueFrom", "fieldRef", "fieldPath").ShouldBe($"metadata.labels['{JobNames.CompletionIndex}']");

        await EndAsync(cluster, Numbered(cluster, 0), "Succeeded", 0);
        await EndAsync(cluster, Numbered(cluster, 2), "Succeeded", 0);
        await PassAsync(cluster, () => Job(cluster).Text("status", "completedIndexes") == "0,2", "two indexes");
        await EndAsync(cluster, Numbered(cluster, 1), "Succeeded", 0);
        await ConditionAsync(cluster, "Complete");
        Job(cluster).Text("status", "completedIndexes").ShouldBe("0-2");
    }

    [Fact]
    public async Task IndexedJob_WithABackoffLimitPerIndex_FailsOnlyTheIndex()
    {
        await using var cluster = await StartAsync("""{"completions": 2, "parallelism": 2, "completionMode": "Indexed", "backoffLimitPerIndex": 1}""");
        await PodsAsync(cluster, 2);

        await EndAsync(cluster, Numbered(cluster, 0), "Failed", 1);
        await PassAsync(cluster, () => Active(cluster).Count == 2, "another try", TimeSpan.FromSeconds(1));
        Numbered(cluster, 0).Text("metadata", "annotations", JobNames.IndexFailures).ShouldBe("1");
        await EndAsync(cluster, Numbered(cluster, 0), "Failed", 1);
        await PassAsync(cluster, () => Job(cluster).Text("status", "failedIndexes") == "0", "the failed index");
        await EndAsync(cluster, Numbered(cluster, 1), "Succeeded", 0);
        await ConditionAsync(cluster, "Failed");

        Condition(cluster, "Failed").Text("reason").ShouldBe("FailedIndexes");
        Job(cluster).Text("status", "completedIndexes").ShouldBe("1");
        Job(cluster).Whole("status", "failed").ShouldBe(2);
    }

    [Fact]
    public async Task IndexedJob_WithASuccessPolicy_EndsWhenItIsMet()
    {
        await using var cluster = await StartAsync(
            """{"completions": 3, "parallelism": 3, "completionMode": "Indexed", "successPolicy": {"rules": [{"succeededIndexes": "1"}]}}""");
        await PodsAsync(cluster, 3);

        await EndAsync(cluster, Numbered(cluster, 1), "Succeeded", 0);
        await ConditionAsync(cluster, "Complete");

        Condition(cluster, "Complete").Text("reason").ShouldBe("SuccessPolicy");
        Condition(cluster, "Complete").Text("message").ShouldBe("Matched rules at index 0");
        Pods(cluster).ShouldHaveSingleItem();
        Job(cluster).At("status", "failed").ShouldBeNull();
    }

    [Fact]
    public async Task Job_PastItsDeadline_StopsItsPodsAndFails()
    {
        await using var cluster = await StartAsync("""{"activeDeadlineSeconds": 30}""");
        await PodsAsync(cluster, 1);

        cluster.Clock.Advance(TimeSpan.FromSeconds(31));
        await ConditionAsync(cluster, "Failed");

        Condition(cluster, "Failed").Text("reason").ShouldBe("DeadlineExceeded");
        Pods(cluster).ShouldBeEmpty();
        Job(cluster).Whole("status", "failed").ShouldBe(1);
    }

    [Fact]
    public async Task SuspendedJob_HasNoPodsUntilItIsResumed()
    {
        await using var cluster = await StartAsync("""{"suspend": true}""");
        await PassAsync(cluster, () => Condition(cluster, "Suspended").Text("status") == "True", "the suspension");
        Pods(cluster).ShouldBeEmpty();
        Job(cluster).Text("status", "startTime").ShouldBeNull();

        await SpecAsync(cluster, spec => spec["suspend"] = false);
        await PodsAsync(cluster, 1);
        await PassAsync(cluster, () => Condition(cluster, "Suspended").Text("reason") == "JobResumed", "the job to be resumed");

        await SpecAsync(cluster, spec => spec["suspend"] = true);
        await PassAsync(cluster, () => Pods(cluster).Count == 0, "the pod to go");
        Job(cluster).At("status", "failed").ShouldBeNull();
        await EventsAsync(cluster, "Resumed", "SuccessfulCreate", "SuccessfulDelete", "Suspended");
    }

    [Fact]
    public async Task PodFailurePolicy_ThatFailsTheJob_SaysWhichRule()
    {
        await using var cluster = await StartAsync(
            """{"podFailurePolicy": {"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}, {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}}]}}""");
        var pod = (await PodsAsync(cluster, 1))[0];

        await EndAsync(cluster, pod, "Failed", 42);
        await ConditionAsync(cluster, "Failed");

        Condition(cluster, "Failed").Text("reason").ShouldBe("PodFailurePolicy");
        Condition(cluster, "Failed").Text("message").ShouldBe($"Container main for pod {Ns}/{pod.Name()} failed with exit code 42 matching FailJob rule at index 1");
    }

    [Fact]
    public async Task PodFailurePolicy_ThatIgnores_DoesNotCountTheFailure()
    {
        await using var cluster = await StartAsync("""{"backoffLimit": 0, "podFailurePolicy": {"rules": [{"action": "Ignore", "onExitCodes": {"operator": "In", "values": [7]}}]}}""");
        await EndAsync(cluster, (await PodsAsync(cluster, 1))[0], "Failed", 7);

        await PassAsync(cluster, () => Active(cluster).Count == 1, "another pod", TimeSpan.FromSeconds(1));
        await EndAsync(cluster, Active(cluster)[0], "Succeeded", 0);
        await ConditionAsync(cluster, "Complete");
        Job(cluster).At("status", "failed").ShouldBeNull();
    }

    [Fact]
    public async Task FinishedJob_WithATimeToLive_Goes()
    {
        await using var cluster = await StartAsync("""{"ttlSecondsAfterFinished": 60}""");
        await cluster.StartCollectorAsync();
        await EndAsync(cluster, (await PodsAsync(cluster, 1))[0], "Succeeded", 0);
        await ConditionAsync(cluster, "Complete");

        await PassAsync(cluster, () => cluster.Objects.List(ResourceTypes.Jobs, Ns).Count == 0, "the job to go", TimeSpan.FromSeconds(1));
        Pods(cluster).ShouldBeEmpty();
    }

    [Fact]
    public async Task DeletedJob_TakesItsPodsAlong_OrLetsThemGo()
    {
        foreach (var (policy, left) in new[] { ("Background", 0), ("Foreground", 0), ("Orphan", 1) })
        {
            await using var cluster = await StartAsync("{}");
            await cluster.StartCollectorAsync();
            await PodsAsync(cluster, 1);

            await cluster.Objects.DeleteAsync(ResourceTypes.Jobs, Ns, "j", new DeleteOptions { PropagationPolicy = policy }, default);
            await PassAsync(cluster, () => cluster.Objects.List(ResourceTypes.Jobs, Ns).Count == 0 && Pods(cluster).Count == left, $"{policy}: the job to go and {left} pods to stay");
            await PassAsync(cluster, () => Pods(cluster).All(p => p.At("metadata", "finalizers") is null && p.At("metadata", "ownerReferences") is null), $"{policy}: the pods to be free");
        }
    }

    [Fact]
    public async Task Controller_KilledAndStartedAgain_CountsEveryPodOnce()
    {
        await using var cluster = await StartAsync("""{"completions": 12, "parallelism": 4, "backoffLimit": 100}""");
        var random = new Random(9);
        var (succeeded, failed) = (0, 0);
        for (var round = 0; succeeded < 12; round++)
        {
            await PassAsync(cluster, () => Active(cluster).Count > 0, "a pod", TimeSpan.FromSeconds(5));
            foreach (var pod in Active(cluster).Take(1 + random.Next(3)))
            {
                var good = random.Next(4) > 0;
                (succeeded, failed) = good ? (succeeded + 1, failed) : (succeeded, failed + 1);
                await EndAsync(cluster, pod, good ? "Succeeded" : "Failed", good ? 0 : 1);
            }

            if (round % 2 == 0)
            {
                await cluster.StopControllersAsync();
                await cluster.StartJobsAsync();
            }
        }

        await ConditionAsync(cluster, "Complete");
        Job(cluster).Whole("status", "succeeded").ShouldBe(succeeded);
        (Job(cluster).Whole("status", "failed") ?? 0).ShouldBeGreaterThanOrEqualTo(failed);
        Pods(cluster).Count(p => p.Text("status", "phase") == "Succeeded").ShouldBe(succeeded);
    }

    private static async Task<TestCluster> StartAsync(string spec)
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        await cluster.StartJobsAsync();
        var job = Sample.Json("""
            {"metadata": {"name": "j", "namespace": "team-a"},
             "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}}
            """);
        Sample.Merge(job.Child("spec"), Sample.Json(spec));
        await cluster.CreateAsync(ResourceTypes.Jobs, job);
        return cluster;
    }

    private static JsonObject Job(TestCluster cluster) => cluster.Objects.Get(ResourceTypes.Jobs, Ns, "j")!;

    private static JsonObject? Condition(TestCluster cluster, string type) => Job(cluster).Items("status", "conditions").FirstOrDefault(c => c.Text("type") == type);

    private static IReadOnlyList<JsonObject> Pods(TestCluster cluster) => cluster.Objects.List(ResourceTypes.Pods, Ns);

    private static List<JsonObject> Active(TestCluster cluster) => [.. Pods(cluster).Where(p => new JobPod(p).IsActive)];

    private static JsonObject Numbered(TestCluster cluster, int index) => Active(cluster).Single(p => new JobPod(p).Index == index);

    private static async Task<IReadOnlyList<JsonObject>> PodsAsync(TestCluster cluster, int count)
    {
        await PassAsync(cluster, () => Pods(cluster).Count == count, $"{count} pods");
        return Pods(cluster);
    }

    private static Task EndAsync(TestCluster cluster, JsonObject pod, string phase, long exitCode) => cluster.SetPodAsync(Ns, pod.Name(), phase, exitCode, "main");

    private static Task EventsAsync(TestCluster cluster, params string[] reasons) => PassAsync(
        cluster, () => cluster.EventReasons(Ns, "j").Distinct().Order(StringComparer.Ordinal).SequenceEqual(reasons), string.Join(", ", reasons));

    private static Task SpecAsync(TestCluster cluster, Action<JsonObject> change) => cluster.EditAsync(ResourceTypes.Jobs, Ns, "j", j => change(j.Child("spec")));

    private static Task ConditionAsync(TestCluster cluster, string type) => PassAsync(cluster, () => Condition(cluster, type).Text("status") == "True", type);

    private static Task PassAsync(TestCluster cluster, Func<bool> condition, string what, TimeSpan? step = null) => cluster.PassTimeUntilAsync(condition, what, step);
}
