using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Services;

public sealed class EndpointsControllerTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task Service_WithReadyPods_HasThemAsEndpoints_UntilTheyGo()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.Services, Service("""{"ports": [{"port": 80, "targetPort": "http"}], "selector": {"app": "web"}}"""));
        await PodAsync(cluster, "web-1", ready: true);
        await PodAsync(cluster, "web-2", ready: false);
        await PodAsync(cluster, "other", ready: true, app: "db");

        await PassAsync(cluster, () => Subset(cluster).Items("addresses").Any() && Subset(cluster).Items("notReadyAddresses").Any(), "both pods");
        Subset(cluster).Items("addresses").Single().Text("targetRef", "name").ShouldBe("web-1");
        Subset(cluster).Items("notReadyAddresses").Single().Text("targetRef", "name").ShouldBe("web-2");
        Subset(cluster).Items("ports").Single().Whole("port").ShouldBe(8080);
        await PassAsync(cluster, () => cluster.Objects.List(ResourceTypes.EndpointSlices, Ns) is [var found] && found.Items("endpoints").Count() == 2, "the slice");
        var slice = cluster.Objects.List(ResourceTypes.EndpointSlices, Ns)[0];
        slice.Items("endpoints").Select(e => e.Flag("conditions", "ready")).ShouldBe([true, false]);
        slice.Label("kubernetes.io/service-name").ShouldBe("web");

        await cluster.Objects.DeleteAsync(ResourceTypes.Pods, Ns, "web-1", null, 0, default);
        await PassAsync(cluster, () => !Subset(cluster).Items("addresses").Any(), "the pod to go");
        await cluster.EditAsync(ResourceTypes.Pods, Ns, "web-2", p => p.Child("metadata")["labels"] = new JsonObject { ["app"] = "db" });
        await PassAsync(cluster, () => Subset(cluster) is null, "the other one to leave");

        await cluster.Objects.DeleteAsync(ResourceTypes.Services, Ns, "web", null, null, default);
        await PassAsync(cluster, () => cluster.Objects.List(ResourceTypes.Endpoints, Ns).Count == 0, "the endpoints to go");
    }

    [Fact]
    public async Task Service_WithoutASelector_KeepsTheEndpointsThatPeopleMade()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceTypes.Endpoints, Sample.Json("""{"metadata": {"name": "web", "namespace": "team-a"}, "subsets": [{"addresses": [{"ip": "10.0.0.1"}]}]}"""));
        await cluster.CreateAsync(ResourceTypes.Services, Service("""{"ports": [{"port": 80}]}"""));
        await cluster.CreateAsync(ResourceTypes.Services, Service("""{"ports": [{"port": 80}], "selector": {"app": "x"}}""", "late"));

        await PassAsync(cluster, () => cluster.Objects.Get(ResourceTypes.Endpoints, Ns, "late") is not null, "the other service's");
        Subset(cluster).Items("addresses").Single().Text("ip").ShouldBe("10.0.0.1");
    }

    [Fact]
    public async Task Services_GetAddressesOfTheirOwn_AndKeepThem()
    {
        await using var cluster = await StartAsync();
        var addresses = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            addresses.Add((await cluster.CreateAsync(ResourceTypes.Services, Service("""{"ports": [{"port": 80}]}""", $"s{i}"))).Text("spec", "clusterIP")!);
        }

        addresses.Count.ShouldBe(50);
        var before = cluster.Objects.Get(ResourceTypes.Services, Ns, "s7").Text("spec", "clusterIP");
        var after = await cluster.EditAsync(ResourceTypes.Services, Ns, "s7", s =>
        {
            s.Child("spec").Remove("clusterIP");
            s.Child("spec").Remove("clusterIPs");
        });
        after.Text("spec", "clusterIP").ShouldBe(before);
        (await cluster.CreateAsync(ResourceTypes.Services, Service("""{"ports": [{"port": 80}], "clusterIP": "None"}""", "headless"))).Text("spec", "clusterIP").ShouldBe("None");
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        await cluster.StartEndpointsAsync();
        return cluster;
    }

    private static JsonObject Service(string spec, string name = "web") =>
        new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Ns }, ["spec"] = Sample.Json(spec) };

    private static async Task PodAsync(TestCluster cluster, string name, bool ready, string app = "web")
    {
        var pod = Sample.Pod(name);
        pod.Child("metadata")["labels"] = new JsonObject { ["app"] = app };
        pod.Items("spec", "containers").First()["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080 });
        await cluster.CreateAsync(ResourceTypes.Pods, pod);
        await cluster.EditAsync(ResourceTypes.Pods, Ns, name, p => p["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["podIP"] = "127.0.0.1",
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready ? "True" : "False" }),
        }, status: true);
    }

    private static JsonObject? Subset(TestCluster cluster) => cluster.Objects.Get(ResourceTypes.Endpoints, Ns, "web").Items("subsets").FirstOrDefault();

    private static Task PassAsync(TestCluster cluster, Func<bool> condition, string what) => cluster.PassTimeUntilAsync(condition, what);
}
