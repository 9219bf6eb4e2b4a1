using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Admission;

public sealed class LimitRangeTests
{
    private const string Ns = "team-a";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_PodWithoutResources_GetsTheDefaultsAndSaysSo()
    {
        var objects = await TestObjects.CreateAsync();
        await LimitAsync(objects, """{"type":"Container","default":{"cpu":"500m","memory":"1Gi"},"defaultRequest":{"cpu":"100m"},"max":{"memory":"2Gi"}}""");

        var pod = await PodAsync(objects, "{}");

        pod.At("spec", "containers")![0]!["resources"]!.ToJsonString().ShouldBe("""{"limits":{"cpu":"500m","memory":"1Gi"},"requests":{"cpu":"100m","memory":"1Gi"}}""");
        pod.Text("metadata", "annotations", "kubernetes.io/limit-ranger").ShouldBe("LimitRanger plugin set: cpu, memory request for container main; cpu, memory limit for container main");
        pod.Text("status", "qosClass").ShouldBe("Burstable");
    }

    [Fact]
    public async Task Create_LimitRange_FillsDefaultsFromItsBounds()
    {
        var objects = await TestObjects.CreateAsync();

        var limit = await LimitAsync(objects, """{"type":"Container","max":{"cpu":"1000m"},"min":{"memory":"1024Ki"}}""");

        limit.At("spec", "limits")![0]!.ToJsonString().ShouldBe(
            """{"type":"Container","max":{"cpu":"1"},"min":{"memory":"1Mi"},"default":{"cpu":"1"},"defaultRequest":{"cpu":"1","memory":"1Mi"}}""");
    }

    [Theory]
    [InlineData("""{"type":"Container","max":{"cpu":"800m"}}""", """{"limits":{"cpu":"1500m"}}""", "maximum cpu usage per Container is 800m, but limit is 1500m")]
    [InlineData("""{"type":"Container","min":{"cpu":"200m"}}""", """{"requests":{"cpu":"100m"}}""", "minimum cpu usage per Container is 200m, but request is 100m")]
    [InlineData("""{"type":"Container","maxLimitRequestRatio":{"memory":"2"}}""", """{"requests":{"memory":"1Gi"},"limits":{"memory":"3Gi"}}""", "memory max limit to request ratio per Container is 2, but provided ratio is 3.000000")]
    [InlineData("""{"type":"Container","maxLimitRequestRatio":{"memory":"2"}}""", "{}", "memory max limit to request ratio per Container is 2, but no request is specified or request is 0")]
    [InlineData("""{"type":"Pod","max":{"cpu":"1"}}""", "{}", "maximum cpu usage per Pod is 1.  No limit is specified")]
    [InlineData("""{"type":"Pod","max":{"cpu":"1","memory":"1Gi"}}""", """{"limits":{"cpu":"2","memory":"2Gi"}}""", "[maximum cpu usage per Pod is 1, but limit is 2, maximum memory usage per Pod is 1Gi, but limit is 2Gi]")]
    public async Task Create_PodBeyondTheLimits_IsRefusedInKubernetesWords(string limit, string resources, string why)
    {
        var objects = await TestObjects.CreateAsync();
        await LimitAsync(objects, limit);

        (await Should.ThrowAsync<ApiException>(async () => await PodAsync(objects, resources))).Message.ShouldBe($"pods \"p\" is forbidden: {why}");
    }

    [Fact]
    public async Task Create_ClaimBeyondTheLimits_IsRefused()
    {
        var objects = await TestObjects.CreateAsync();
        await LimitAsync(objects, """{"type":"PersistentVolumeClaim","max":{"storage":"1Gi"}}""");
        var claim = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "c", ["namespace"] = Ns },
            ["spec"] = JsonNode.Parse("""{"resources":{"requests":{"storage":"2Gi"}}}"""),
        };

        (await Should.ThrowAsync<ApiException>(async () => await objects.CreateAsync(ResourceTypes.PersistentVolumeClaims, claim, Ct))).Message
            .ShouldBe("persistentvolumeclaims \"c\" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi");
    }

    [Theory]
    [InlineData("""{"type":"Container","min":{"cpu":"2"},"max":{"cpu":"1"}}""", "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1")]
    [InlineData("""{"type":"Pod","default":{"cpu":"2"}}""", "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'")]
    [InlineData("""{"type":"Pod","maxLimitRequestRatio":{"cpu":"500m"}}""", "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1")]
    public async Task Create_ContradictoryLimits_AreInvalid(string limit, string why)
    {
        var objects = await TestObjects.CreateAsync();

        (await Should.ThrowAsync<ApiException>(async () => await LimitAsync(objects, limit))).Message.ShouldContain(why);
    }

    private static async Task<JsonObject> LimitAsync(Objects objects, string limit) => await objects.CreateAsync(
        ResourceTypes.LimitRanges,
        new JsonObject { ["metadata"] = new JsonObject { ["name"] = "l", ["namespace"] = Ns }, ["spec"] = new JsonObject { ["limits"] = new JsonArray(JsonNode.Parse(limit)) } },
        Ct);

    private static async Task<JsonObject> PodAsync(Objects objects, string resources) => await objects.CreateAsync(
        ResourceTypes.Pods,
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = Ns },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "i", ["resources"] = JsonNode.Parse(resources) }) },
        },
        Ct);
}
