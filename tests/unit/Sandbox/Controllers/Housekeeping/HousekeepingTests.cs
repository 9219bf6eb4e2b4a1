using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Housekeeping;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Housekeeping;

public sealed class HousekeepingTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task Namespace_WhoseContentStays_SaysWhatItWaitsForAfterAWhile()
    {
        await using var cluster = await TestCluster.WithNamespaceAsync("doomed");
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, Sample.Json("""{"metadata": {"name": "hold", "namespace": "doomed", "finalizers": ["golden.example/hold"]}}"""));
        await cluster.StartHousekeepingAsync();
        await cluster.Objects.DeleteAsync(ResourceTypes.Namespaces, "", "doomed", null, null, default);
        await Eventually.TrueAsync(() => cluster.Objects.Get(ResourceTypes.ConfigMaps, "doomed", "hold")!.Terminating(), "the content to be deleted");
        Namespace(cluster).Items("status", "conditions").ShouldBeEmpty();

        await Eventually.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            return Namespace(cluster).Items("status", "conditions").Any();
        }, "the conditions");

        Namespace(cluster).Items("status", "conditions").Select(c => $"{c.Text("type")}={c.Text("status")} {c.Text("message")}").ShouldBe(
        [
            "NamespaceDeletionDiscoveryFailure=False All resources successfully discovered",
            "NamespaceDeletionGroupVersionParsingFailure=False All legacy kube types successfully parsed",
            "NamespaceDeletionContentFailure=False All content successfully deleted, may be waiting on finalization",
            "NamespaceContentRemaining=True Some resources are remaining: configmaps. has 1 resource instances",
            "NamespaceFinalizersRemaining=True Some content in the namespace has finalizers remaining: golden.example/hold in 1 resource instances",
        ]);
    }

    [Fact]
    public async Task Namespace_BeingDeleted_WaitsForItsPodsThenGoes()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, Sample.Json("""{"metadata": {"name": "c", "namespace": "team-a"}}"""));
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("waiting"));
        await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("running"));
        await cluster.EditAsync(ResourceTypes.Pods, Ns, "running", p => p.Child("spec")["nodeName"] = "node1");

        await cluster.Objects.DeleteAsync(ResourceTypes.Namespaces, "", Ns, null, null, default);
        await Eventually.TrueAsync(() => cluster.Objects.List(ResourceTypes.Pods, Ns).Count == 1, "what needs no time to go");
        await Eventually.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            return cluster.Objects.Get(ResourceTypes.Namespaces, "", Ns)!.Items("status", "conditions").Any(c => c.Text("message") == "Some resources are remaining: pods. has 1 resource instances");
        }, "the condition");
        cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "c").ShouldBeNull();

        // The node says that the process has ended.
        await cluster.Objects.DeleteAsync(ResourceTypes.Pods, Ns, "running", null, 0, default);
        await Eventually.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            return cluster.Objects.Get(ResourceTypes.Namespaces, "", Ns) is null;
        }, "the namespace to go");
    }

    [Fact]
    public async Task Claim_IsBoundToAVolumeOfItsSize()
    {
        await using var cluster = await StartAsync();
        var claim = await cluster.CreateAsync(ResourceTypes.PersistentVolumeClaims, Sample.Json("""
            {"metadata": {"name": "data", "namespace": "team-a"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
            """));

        var bound = await Eventually.GetAsync(
            () => cluster.Objects.Get(ResourceTypes.PersistentVolumeClaims, Ns, "data") is { } c && c.Text("status", "phase") == "Bound" ? c : null, "the claim to be bound");

        bound.Text("spec", "volumeName").ShouldBe($"pvc-{claim.Uid()}");
        bound.Text("status", "capacity", "storage").ShouldBe("1Gi");
    }

    [Fact]
    public async Task EndedPods_BeyondTheBound_GoOldestFirst()
    {
        await using var cluster = await TestCluster.WithNamespaceAsync(Ns);
        for (var i = 0; i < PodCollector.MaxEnded + 3; i++)
        {
            await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod($"p{i:0000}"));
            await cluster.SetPodAsync(Ns, $"p{i:0000}", i == 0 ? "Running" : "Succeeded");
        }

        await cluster.StartHousekeepingAsync();

        await Eventually.TrueAsync(() => cluster.Objects.List(ResourceTypes.Pods, Ns).Count == PodCollector.MaxEnded + 1, "the surplus to go");
        cluster.Objects.List(ResourceTypes.Pods, Ns).Select(p => p.Name()).Order(StringComparer.Ordinal).Take(2).ShouldBe(["p0000", "p0003"]);
    }

    [Fact]
    public async Task Events_OlderThanAnHour_Go()
    {
        await using var cluster = await StartAsync();
        var pod = await cluster.CreateAsync(ResourceTypes.Pods, Sample.Pod("p"));
        await cluster.Objects.RecordEventAsync(pod, "Normal", "Old", "once", "test", default);
        await cluster.Objects.RecordEventAsync(pod, "Normal", "Kept", "again", "test", default);
        cluster.Clock.Advance(TimeSpan.FromMinutes(50));
        await cluster.Objects.RecordEventAsync(pod, "Normal", "Kept", "again", "test", default);

        await Eventually.TrueAsync(() =>
        {
            // Counting goes on: what happened again at minute 50 stays until minute 110.
            if (cluster.Clock.GetUtcNow() < new DateTimeOffset(2026, 11, 21, 13, 30, 0, TimeSpan.Zero))
            {
                cluster.Clock.Advance(TimeSpan.FromMinutes(1));
            }

            return cluster.EventReasons(Ns, "p").SequenceEqual(["Kept"]);
        }, "the old event to go");
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        await cluster.StartHousekeepingAsync();
        return cluster;
    }

    private static JsonObject Namespace(TestCluster cluster) => cluster.Objects.Get(ResourceTypes.Namespaces, "", "doomed")!;
}
