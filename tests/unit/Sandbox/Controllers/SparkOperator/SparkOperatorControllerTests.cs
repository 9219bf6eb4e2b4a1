using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

public sealed class SparkOperatorControllerTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task Application_WhoseDriverSucceeds_Completes()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());

        await StateAsync(cluster, "SUBMITTED");
        await cluster.SetPodAsync(Ns, "pi-driver", "Running");
        await StateAsync(cluster, "RUNNING");
        await cluster.SetPodAsync(Ns, "pi-driver", "Succeeded", exitCode: 0);
        var app = await StateAsync(cluster, "COMPLETED");

        app.Text("status", "driverInfo", "podName").ShouldBe("pi-driver");
        app.Text("status", "driverInfo", "webUIServiceName").ShouldBe("pi-ui-svc");
        app.Text("status", "terminationTime").ShouldBe("2026-11-21T12:00:00Z");
        app.Text("status", "sparkApplicationId")!.ShouldMatch("^spark-[0-9a-f]{32}$");
        app.Whole("status", "executionAttempts").ShouldBe(1);
        await Eventually.TrueAsync(() => cluster.EventReasons(Ns, "pi").Contains("SparkApplicationCompleted"), "the last event");
        cluster.EventReasons(Ns, "pi").Order().ShouldBe(
            new[] { "SparkApplicationAdded", "SparkApplicationSubmitted", "SparkDriverRunning", "SparkDriverCompleted", "SparkApplicationCompleted" }.Order());
    }

    [Fact]
    public async Task Submission_OfAnApplication_GivesTheDriverItsConfAndOwners()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        var app = await StateAsync(cluster, "SUBMITTED");

        var pod = cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-driver")!;
        pod.Items("metadata", "ownerReferences").Single().Text("uid").ShouldBe(app.Uid());
        var map = cluster.Objects.List(ResourceTypes.ConfigMaps, Ns).Single(m => m.Name().StartsWith("spark-drv-", StringComparison.Ordinal));
        map.Name().ShouldMatch("^spark-drv-[0-9a-f]{16}-conf-map$");
        map.Items("metadata", "ownerReferences").Single().Text("uid").ShouldBe(pod.Uid());
        cluster.Objects.Get(ResourceTypes.Services, Ns, "pi-ui-svc").ShouldNotBeNull();
    }

    [Fact]
    public async Task Application_WhoseDriverFails_SaysHow()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        await StateAsync(cluster, "SUBMITTED");
        await cluster.SetPodAsync(Ns, "pi-driver", "Failed", exitCode: 1);

        var app = await StateAsync(cluster, "FAILED");

        app.Text("status", "applicationState", "errorMessage").ShouldBe("driver container failed with ExitCode: 1, Reason: Error");
    }

    [Fact]
    public async Task Application_WithoutImage_FailsToSubmit()
    {
        await using var cluster = await StartAsync();
        var manifest = Sample.Application();
        manifest.Child("spec").Remove("image");
        await cluster.CreateAsync(ResourceTypes.SparkApplications, manifest);

        var app = await StateAsync(cluster, "FAILED");

        app.Text("status", "applicationState", "errorMessage")!.ShouldContain("spec.image");
        cluster.Objects.List(ResourceTypes.ConfigMaps, Ns).ShouldNotContain(m => m.Name().StartsWith("spark-drv-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailedRun_WithRetries_RunsAgainAsANewSubmissionAfterTheBackOff()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(
            ResourceTypes.SparkApplications,
            Sample.Application(spec: """{"restartPolicy": {"type": "OnFailure", "onFailureRetries": 1, "onFailureRetryInterval": 7}}"""));
        var first = await StateAsync(cluster, "SUBMITTED");
        await cluster.SetPodAsync(Ns, "pi-driver", "Failed", exitCode: 1);
        await StateAsync(cluster, "FAILING");

        var second = await Eventually.GetAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            var app = cluster.Objects.Get(ResourceTypes.SparkApplications, Ns, "pi")!;
            return app.Whole("status", "executionAttempts") == 2 ? app : null;
        }, "the second attempt");

        second.Text("status", "submissionID").ShouldNotBe(first.Text("status", "submissionID"));
        (second.Time("status", "lastSubmissionAttemptTime") - first.Time("status", "lastSubmissionAttemptTime"))!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(7));
        await cluster.SetPodAsync(Ns, "pi-driver", "Failed", exitCode: 1);
        await StateAsync(cluster, "FAILED");
    }

    [Fact]
    public async Task Operator_KilledAfterMakingTheDriver_TakesItOver()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        var before = await StateAsync(cluster, "SUBMITTED");
        var uid = cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-driver")!.Uid();
        await cluster.StopControllersAsync();

        // As if the process had died between making the pod and writing the status.
        await cluster.EditAsync(ResourceTypes.SparkApplications, Ns, "pi", a => a.Remove("status"), status: true);
        await cluster.StartOperatorAsync();
        var after = await StateAsync(cluster, "SUBMITTED");

        after.Text("status", "submissionID").ShouldBe(before.Text("status", "submissionID"));
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-driver")!.Uid().ShouldBe(uid);
        after.Whole("status", "submissionAttempts").ShouldBe(1);
    }

    [Fact]
    public async Task Suspend_OfARunningApplication_DeletesTheDriverAndResumesLater()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        await StateAsync(cluster, "SUBMITTED");

        await cluster.EditAsync(ResourceTypes.SparkApplications, Ns, "pi", a => a.Child("spec")["suspend"] = true);
        await StateAsync(cluster, "SUSPENDED");
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-driver").ShouldBeNull();

        await cluster.EditAsync(ResourceTypes.SparkApplications, Ns, "pi", a => a.Child("spec")["suspend"] = false);
        await StateAsync(cluster, "SUBMITTED");
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-driver").ShouldNotBeNull();
    }

    [Fact]
    public async Task SpecChange_OfAFinishedApplication_RunsItAgain()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        await StateAsync(cluster, "SUBMITTED");
        await cluster.SetPodAsync(Ns, "pi-driver", "Succeeded", exitCode: 0);
        var done = await StateAsync(cluster, "COMPLETED");

        await cluster.EditAsync(ResourceTypes.SparkApplications, Ns, "pi", a => a.Child("spec")["arguments"] = new JsonArray("100"));
        var again = await StateAsync(cluster, "SUBMITTED");

        again.Text("status", "submissionID").ShouldNotBe(done.Text("status", "submissionID"));
        again.Whole("status", "executionAttempts").ShouldBe(1);
    }

    [Fact]
    public async Task Restart_OfTheOperator_DoesNotTakeAnUnchangedSpecForAChange()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        var before = await StateAsync(cluster, "SUBMITTED");
        await cluster.StopControllersAsync();

        await cluster.StartOperatorAsync();
        await cluster.SetPodAsync(Ns, "pi-driver", "Running");
        var after = await StateAsync(cluster, "RUNNING");

        after.Text("status", "submissionID").ShouldBe(before.Text("status", "submissionID"));
    }

    [Fact]
    public async Task TimeToLive_AfterTheEnd_DeletesTheApplication()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application(spec: """{"timeToLiveSeconds": 60}"""));
        await StateAsync(cluster, "SUBMITTED");
        await cluster.SetPodAsync(Ns, "pi-driver", "Succeeded", exitCode: 0);
        await StateAsync(cluster, "COMPLETED");
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        cluster.Objects.Get(ResourceTypes.SparkApplications, Ns, "pi").ShouldNotBeNull();

        await Eventually.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(5));
            return cluster.Objects.Get(ResourceTypes.SparkApplications, Ns, "pi") is null;
        }, "the application to go");
    }

    [Fact]
    public async Task Application_OfTheSameNameAsADeletedOne_WaitsForItsDriverToGo()
    {
        await using var cluster = await StartAsync();
        var old = await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        await StateAsync(cluster, "SUBMITTED");
        await cluster.Objects.DeleteAsync(ResourceTypes.SparkApplications, Ns, "pi", old.Uid(), null, default);

        var young = await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        await cluster.StartCollectorAsync();
        await Eventually.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-driver") is { } pod
                && pod.Items("metadata", "ownerReferences").Single().Text("uid") == young.Uid();
        }, "the driver of the new application");
    }

    [Fact]
    public async Task Deletion_OfAnApplication_TakesEverythingOfItAlong()
    {
        await using var cluster = await StartAsync();
        await cluster.StartCollectorAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        await StateAsync(cluster, "SUBMITTED");

        await cluster.Objects.DeleteAsync(ResourceTypes.SparkApplications, Ns, "pi", null, null, default);

        await Eventually.TrueAsync(
            () => cluster.Objects.List(ResourceTypes.Pods, Ns).Count == 0
                && cluster.Objects.List(ResourceTypes.Services, Ns).Count == 0
                && !cluster.Objects.List(ResourceTypes.ConfigMaps, Ns).Any(m => m.Name().StartsWith("spark-drv-", StringComparison.Ordinal)),
            "pod, service and config map to go");
    }

    [Fact]
    public async Task Executor_OfARun_IsTrackedAndRemovedSomeTimeAfterItEnded()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.SparkApplications, Sample.Application());
        var app = await StateAsync(cluster, "SUBMITTED");
        await cluster.SetPodAsync(Ns, "pi-driver", "Running");
        var executor = Sample.Pod("pi-exec-1");
        executor.Child("metadata")["labels"] = new JsonObject
        {
            ["sparkoperator.k8s.io/app-name"] = "pi",
            ["spark-role"] = "executor",
            ["sparkoperator.k8s.io/submission-id"] = app.Text("status", "submissionID"),
        };
        await cluster.CreateAsync(ResourceTypes.Pods, executor);
        await ExecutorStateAsync("PENDING");
        await cluster.SetPodAsync(Ns, "pi-exec-1", "Running");
        await ExecutorStateAsync("RUNNING");
        await cluster.SetPodAsync(Ns, "pi-exec-1", "Failed", exitCode: 137, container: "spark-kubernetes-executor");
        await ExecutorStateAsync("FAILED");
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-exec-1").ShouldNotBeNull();

        await Eventually.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            return cluster.Objects.Get(ResourceTypes.Pods, Ns, "pi-exec-1") is null;
        }, "the executor to go");
        await ExecutorStateAsync("FAILED");
        cluster.EventReasons(Ns, "pi").ShouldContain("SparkExecutorFailed");

        Task ExecutorStateAsync(string state) => Eventually.TrueAsync(
            () => cluster.Objects.Get(ResourceTypes.SparkApplications, Ns, "pi").Text("status", "executorState", "pi-exec-1") == state, $"executor {state}");
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        await cluster.StartOperatorAsync();
        return cluster;
    }

    private static Task<JsonObject> StateAsync(TestCluster cluster, string state) => Eventually.GetAsync(() =>
    {
        var app = cluster.Objects.Get(ResourceTypes.SparkApplications, Ns, "pi");
        return app.Text("status", "applicationState", "state") == state ? app : null;
    }, $"state {state}");
}
