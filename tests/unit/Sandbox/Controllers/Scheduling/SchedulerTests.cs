using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Scheduling;

public sealed class SchedulerTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task Pod_ThatFits_IsBoundWithConditionAndEvent()
    {
        await using var cluster = await StartAsync(Sample.Node());
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("p"));

        await BoundAsync(cluster, "p");
        await Eventually.TrueAsync(() => cluster.EventReasons(Ns, "p").Contains("Scheduled"), "the event");
        Condition(cluster, "p").Text("status").ShouldBe("True");
        cluster.Objects.List(ResourceTypes.Events, Ns).Single().Text("message").ShouldBe("Successfully assigned team-a/p to node1");
    }

    [Fact]
    public async Task Pod_ThatDoesNotFit_SaysWhyAndIsBoundWhenAnotherEnds()
    {
        await using var cluster = await StartAsync(Sample.Node());
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("first", cpu: "3"));
        await BoundAsync(cluster, "first");
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("second", cpu: "2"));

        await Eventually.TrueAsync(() => cluster.EventReasons(Ns, "second").Contains("FailedScheduling"), "the refusal");
        var condition = Condition(cluster, "second");
        (condition.Text("status"), condition.Text("reason")).ShouldBe(("False", "Unschedulable"));
        condition.Text("message").ShouldBe("0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, "
            + "preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.");

        await cluster.SetPodAsync(Ns, "first", "Succeeded");
        await BoundAsync(cluster, "second");
        Condition(cluster, "second").Text("status").ShouldBe("True");
    }

    [Fact]
    public async Task Pod_OfMorePriority_TakesThePlaceOfTheLeastImportantThatMakeRoom()
    {
        await using var cluster = await StartAsync(Sample.Node(cpu: "4"));
        foreach (var (name, value) in new[] { ("low", 10), ("middle", 20), ("high", 100) })
        {
            await cluster.CreateAsync(ResourceTypes.PriorityClasses, Sample.Json($$$"""{"metadata": {"name": "{{{name}}}"}, "value": {{{value}}}}"""));
        }

        foreach (var (name, priority, cpu) in new[] { ("a", "low", "1"), ("b", "low", "2"), ("c", "middle", "1") })
        {
            await cluster.CreateAsync(ResourceTypes.Pods, Important(name, priority, cpu));
            await BoundAsync(cluster, name);
        }

        await cluster.CreateAsync(ResourceTypes.Pods, Important("urgent", "high", "2"));

        await Eventually.TrueAsync(() => cluster.Objects.Get(ResourceTypes.Pods, Ns, "b")!.Terminating(), "the victim");
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "a")!.Terminating().ShouldBeFalse();
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "b")!.Items("status", "conditions").Single(c => c.Text("type") == "DisruptionTarget").Text("reason").ShouldBe("PreemptionByScheduler");
        cluster.EventReasons(Ns, "b").ShouldContain("Preempted");
        await cluster.Objects.DeleteAsync(ResourceTypes.Pods, Ns, "b", null, 0, default);
        await BoundAsync(cluster, "urgent");
        cluster.Objects.List(ResourceTypes.Pods, Ns).Count(p => !p.Terminating()).ShouldBe(3);
    }

    [Fact]
    public async Task Pod_ThatNeverPreempts_Waits()
    {
        await using var cluster = await StartAsync(Sample.Node(cpu: "2"));
        await cluster.CreateAsync(ResourceTypes.PriorityClasses, Sample.Json("""{"metadata": {"name": "polite"}, "value": 100, "preemptionPolicy": "Never"}"""));
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("a", cpu: "2"));
        await BoundAsync(cluster, "a");

        await cluster.CreateAsync(ResourceTypes.Pods, Important("b", "polite", "1"));

        await Eventually.TrueAsync(() => cluster.EventReasons(Ns, "b").Contains("FailedScheduling"), "the refusal");
        cluster.Objects.Get(ResourceTypes.Pods, Ns, "a")!.Terminating().ShouldBeFalse();
    }

    [Fact]
    public async Task Pods_MoreThanThereIsRoomFor_NeverGetMoreThanTheNodeHas()
    {
        await using var cluster = await StartAsync(Sample.Node(cpu: "10", memory: "64Gi"));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod($"p{i}"))));

        await Eventually.TrueAsync(() => Bound(cluster) == 10, "ten bound pods");
        foreach (var pod in cluster.Objects.List(ResourceTypes.Pods, Ns).Where(p => p.Text("spec", "nodeName") is not null).Take(4).ToList())
        {
            await cluster.SetPodAsync(Ns, pod.Name(), "Succeeded");
        }

        await Eventually.TrueAsync(() => Bound(cluster) == 14, "four more");
        await Eventually.TrueAsync(() => cluster.Objects.List(ResourceTypes.Pods, Ns).Count(p => p.Items("status", "conditions").Any(c => c.Text("reason") == "Unschedulable")) == 26, "26 refusals");
        Bound(cluster).ShouldBe(14);
    }

    [Fact]
    public async Task Pods_ThatWaitTogether_GoByPriorityThenAge()
    {
        await using var cluster = await TestCluster.WithNamespaceAsync(Ns);
        var young = Sample.Pod("young");
        var old = Sample.Pod("old");
        var urgent = Sample.Pod("urgent");
        urgent.Child("spec")["priorityClassName"] = "urgent";
        await cluster.CreateAsync(ResourceTypes.PriorityClasses, Sample.Json("""{"metadata": {"name": "urgent"}, "value": 1000}"""));
        await cluster.CreateAsync(ResourceTypes.Pods, old);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await cluster.CreateAsync(ResourceTypes.Pods, young);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await cluster.CreateAsync(ResourceTypes.Pods, urgent);
        await cluster.StartSchedulerAsync();
        await Eventually.TrueAsync(() => Condition(cluster, "young").Text("message") == "no nodes available to schedule pods", "no node");

        await AddNodeAsync(cluster, Sample.Node(cpu: "2"));
        await BoundAsync(cluster, "urgent");
        await BoundAsync(cluster, "old");

        await Eventually.TrueAsync(() => Condition(cluster, "young").Text("message")!.Contains("Insufficient cpu", StringComparison.Ordinal), "the youngest to wait");
    }

    [Fact]
    public async Task Pod_WhoseClaimIsMissing_WaitsForIt()
    {
        await using var cluster = await StartAsync(Sample.Node());
        await cluster.StartHousekeepingAsync();
        var pod = Sample.Pod("p");
        pod.Child("spec").List("volumes").Add(Sample.Json("""{"name": "d", "persistentVolumeClaim": {"claimName": "data"}}"""));
        await cluster.CreateAsync(ResourceTypes.Pods, pod);
        await Eventually.TrueAsync(() => Condition(cluster, "p").Text("message") == "0/1 nodes are available: persistentvolumeclaim \"data\" not found. "
            + "no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.", "the missing claim");

        await cluster.CreateAsync(ResourceTypes.PersistentVolumeClaims, Sample.Json("""
            {"metadata": {"name": "data", "namespace": "team-a"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
            """));

        await BoundAsync(cluster, "p");
    }

    [Fact]
    public async Task Scheduler_StartedAgain_CountsWhatIsBoundAlready()
    {
        await using var cluster = await StartAsync(Sample.Node(cpu: "1"));
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("first"));
        await BoundAsync(cluster, "first");
        await cluster.StopControllersAsync();
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("second"));

        await cluster.StartSchedulerAsync();
        await Eventually.TrueAsync(() => Condition(cluster, "second").Text("reason") == "Unschedulable", "the refusal");

        Bound(cluster).ShouldBe(1);
    }

    private static JsonObject Important(string name, string priority, string cpu)
    {
        var pod = Sample.Pod(name, cpu);
        pod.Child("spec")["priorityClassName"] = priority;
        return pod;
    }

    private static async Task<TestCluster> StartAsync(JsonObject node)
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        await AddNodeAsync(cluster, node);
        await cluster.StartSchedulerAsync();
        return cluster;
    }

    private static async Task AddNodeAsync(TestCluster cluster, JsonObject node)
    {
        await cluster.CreateAsync(ResourceTypes.Nodes, node);
        await cluster.EditAsync(ResourceTypes.Nodes, "", node.Name(), n => n["status"] = node["status"]!.DeepClone(), status: true);
    }

    private static int Bound(TestCluster cluster) => cluster.Objects.List(ResourceTypes.Pods, Ns).Count(p => p.Text("spec", "nodeName") is not null);

    private static JsonObject? Condition(TestCluster cluster, string pod) =>
        cluster.Objects.Get(ResourceTypes.Pods, Ns, pod)!.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "PodScheduled");

    private static Task BoundAsync(TestCluster cluster, string pod) => Eventually.TrueAsync(
        () => cluster.Objects.Get(ResourceTypes.Pods, Ns, pod)!.Text("spec", "nodeName") == "node1" && Condition(cluster, pod).Text("status") == "True", $"{pod} to be bound");
}
