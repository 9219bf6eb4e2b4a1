using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Admission;

public sealed class QuotaTests
{
    private const string Ns = "team-a";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_NewQuota_CountsWhatIsThere()
    {
        var objects = await TestObjects.CreateAsync();
        await PodAsync(objects, "p1", "100m", "32Mi");
        await PodAsync(objects, "p2", "100m", "32Mi");

        var created = await QuotaAsync(objects, """{"pods":"2000m","requests.cpu":"1","requests.memory":"1Gi","count/pods":"9","configmaps":"5"}""");

        created["status"]!.ToJsonString().ShouldBe("{}");
        created.At("spec", "hard").Text("pods").ShouldBe("2");
        Status(objects, "used").ShouldBe("""{"configmaps":"0","count/pods":"2","pods":"2","requests.cpu":"200m","requests.memory":"64Mi"}""");
        Status(objects, "hard").ShouldBe("""{"configmaps":"5","count/pods":"9","pods":"2","requests.cpu":"1","requests.memory":"1Gi"}""");
    }

    [Theory]
    [InlineData("2", "1Mi", "exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=100m, limited: requests.cpu=1")]
    [InlineData("1", "1Gi", "exceeded quota: q, requested: requests.cpu=1,requests.memory=1Gi, used: requests.cpu=100m,requests.memory=32Mi, limited: requests.cpu=1,requests.memory=1Gi")]
    [InlineData(null, null, "failed quota: q: must specify requests.cpu for: main; requests.memory for: main")]
    [InlineData("1m", null, "failed quota: q: must specify requests.memory for: main")]
    public async Task Create_PodBeyondTheQuota_IsRefusedInKubernetesWords(string? cpu, string? memory, string why)
    {
        var objects = await TestObjects.CreateAsync();
        await QuotaAsync(objects, """{"pods":"2","requests.cpu":"1","requests.memory":"1Gi"}""");
        await PodAsync(objects, "p1", "100m", "32Mi");

        var refusal = await Should.ThrowAsync<ApiException>(async () => await PodAsync(objects, "big", cpu, memory));

        refusal.Message.ShouldBe($"pods \"big\" is forbidden: {why}");
        refusal.Code.ShouldBe(403);
        refusal.Details!.ToJsonString().ShouldBe("""{"name":"big","kind":"pods"}""");
        Status(objects, "used").ShouldBe("""{"pods":"1","requests.cpu":"100m","requests.memory":"32Mi"}""");
    }

    [Fact]
    public async Task Create_FiftyAtOnce_NeverExceeds()
    {
        var objects = await TestObjects.CreateAsync();
        await QuotaAsync(objects, """{"pods":"17","requests.cpu":"1"}""");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    await PodAsync(objects, $"p{i}", "90m", null);
                    return "created";
                }
                catch (ApiException e)
                {
                    return e.Message[e.Message.IndexOf("exceeded", StringComparison.Ordinal)..];
                }
            },
            Ct)));

        results.Count(r => r == "created").ShouldBe(11);
        results.Distinct().ShouldBe(["created", "exceeded quota: q, requested: requests.cpu=90m, used: requests.cpu=990m, limited: requests.cpu=1"], ignoreOrder: true);
        objects.List(ResourceTypes.Pods, Ns).Count.ShouldBe(11);
        Status(objects, "used").ShouldBe("""{"pods":"11","requests.cpu":"990m"}""");
    }

    [Fact]
    public async Task Use_PodEndsOrGoes_IsGivenBack()
    {
        var objects = await TestObjects.CreateAsync();
        await QuotaAsync(objects, """{"pods":"2","requests.cpu":"1","count/pods":"9"}""");
        await PodAsync(objects, "p1", "400m", null);
        await PodAsync(objects, "p2", "400m", null);

        await objects.UpdateAsync(ResourceTypes.Pods, Ns, "p1", status: true, p => Set(p, "status", "phase", "Succeeded"), Ct);
        Status(objects, "used").ShouldBe("""{"count/pods":"2","pods":"1","requests.cpu":"400m"}""");

        await objects.DeleteAsync(ResourceTypes.Pods, Ns, "p2", null, 0, Ct);
        Status(objects, "used").ShouldBe("""{"count/pods":"1","pods":"0","requests.cpu":"0"}""");
    }

    [Fact]
    public async Task Update_OfHard_IsCountedAnew()
    {
        var objects = await TestObjects.CreateAsync();
        await QuotaAsync(objects, """{"pods":"2"}""");
        await PodAsync(objects, "p1", "400m", "1Gi");

        await objects.UpdateAsync(ResourceTypes.ResourceQuotas, Ns, "q", status: false, q =>
        {
            q["spec"]!["hard"] = JsonNode.Parse("""{"requests.cpu":"300m"}""");
            return true;
        }, Ct);

        Status(objects, "used").ShouldBe("""{"requests.cpu":"400m"}""");
        (await Should.ThrowAsync<ApiException>(async () => await PodAsync(objects, "p2", "1m", null))).Message.ShouldContain("used: requests.cpu=400m, limited: requests.cpu=300m");
    }

    [Theory]
    [InlineData("""["BestEffort"]""", null, null, null, true)]
    [InlineData("""["BestEffort"]""", "100m", null, null, false)]
    [InlineData("""["NotBestEffort"]""", "100m", null, null, true)]
    [InlineData("""["Terminating"]""", "100m", 60L, null, true)]
    [InlineData("""["Terminating"]""", "100m", null, null, false)]
    [InlineData("""["NotTerminating"]""", "100m", null, null, true)]
    [InlineData("""["PriorityClass"]""", "100m", null, null, false)]
    [InlineData("""["PriorityClass"]""", "100m", null, "high", true)]
    [InlineData("""["NotTerminating","PriorityClass"]""", "100m", 5L, "high", false)]
    public async Task Create_ScopedQuota_CountsOnlyPodsInAllScopes(string scopes, string? cpu, long? deadline, string? priority, bool counted)
    {
        var objects = await TestObjects.CreateAsync();
        await objects.CreateAsync(ResourceTypes.PriorityClasses, Named("high", new JsonObject { ["value"] = 1000L }), Ct);
        await QuotaAsync(objects, """{"pods":"5"}""", scopes);

        await PodAsync(objects, "p", cpu, null, spec =>
        {
            spec["activeDeadlineSeconds"] = deadline;
            spec["priorityClassName"] = priority;
        });

        Status(objects, "used").ShouldBe(counted ? """{"pods":"1"}""" : """{"pods":"0"}""");
    }

    [Fact]
    public async Task Create_SelectedPriority_CountsOnlyThose()
    {
        var objects = await TestObjects.CreateAsync();
        await objects.CreateAsync(ResourceTypes.PriorityClasses, Named("high", new JsonObject { ["value"] = 1000L }), Ct);
        await objects.CreateAsync(ResourceTypes.PriorityClasses, Named("low", new JsonObject { ["value"] = 1L }), Ct);
        var quota = Named("q", [], Ns);
        quota["spec"] = JsonNode.Parse("""{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]}}""");
        await objects.CreateAsync(ResourceTypes.ResourceQuotas, quota, Ct);

        await PodAsync(objects, "a", null, null, s => s["priorityClassName"] = "low");
        await PodAsync(objects, "b", null, null, s => s["priorityClassName"] = "high");

        Status(objects, "used").ShouldBe("""{"pods":"1"}""");
        await Should.ThrowAsync<ApiException>(async () => await PodAsync(objects, "c", null, null, s => s["priorityClassName"] = "high"));
    }

    [Fact]
    public async Task Create_ObjectsAndStorage_AreCounted()
    {
        var objects = await TestObjects.CreateAsync();
        await QuotaAsync(objects, """{"count/sparkapplications.sparkoperator.k8s.io":"1","configmaps":"1","requests.storage":"3Gi","gold.storageclass.storage.k8s.io/requests.storage":"2Gi","services.nodeports":"1"}""");
        await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("c1", [], Ns), Ct);
        var claim = Named("v", [], Ns);
        claim["spec"] = JsonNode.Parse("""{"storageClassName":"gold","resources":{"requests":{"storage":"2Gi"}}}""");
        await objects.CreateAsync(ResourceTypes.PersistentVolumeClaims, claim, Ct);

        (await Should.ThrowAsync<ApiException>(async () => await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("c2", [], Ns), Ct))).Message
            .ShouldBe("configmaps \"c2\" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1");
        Status(objects, "used").ShouldBe(
            """{"configmaps":"1","count/sparkapplications.sparkoperator.k8s.io":"0","gold.storageclass.storage.k8s.io/requests.storage":"2Gi","requests.storage":"2Gi","services.nodeports":"0"}""");
    }

    [Theory]
    [InlineData("""{"hard":{"bogus":"1"}}""", "spec.hard[bogus]: Invalid value: \"bogus\": must be a standard resource for quota")]
    [InlineData("""{"hard":{"pods":"-1"}}""", "spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("""{"hard":{"pods":"1500m"}}""", "spec.hard[pods]: Invalid value: \"1500m\": must be an integer")]
    [InlineData("""{"hard":{"cpu":"1"},"scopes":["BestEffort"]}""", "spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource")]
    public async Task Create_ImpossibleQuota_IsInvalid(string spec, string why)
    {
        var objects = await TestObjects.CreateAsync();
        var quota = Named("q", [], Ns);
        quota["spec"] = JsonNode.Parse(spec);

        (await Should.ThrowAsync<ApiException>(async () => await objects.CreateAsync(ResourceTypes.ResourceQuotas, quota, Ct))).Message
            .ShouldBe($"ResourceQuota \"q\" is invalid: {why}");
    }

    private static string Status(Objects objects, string part) => objects.Get(ResourceTypes.ResourceQuotas, Ns, "q").At("status", part)!.ToJsonString();

    private static async Task<JsonObject> QuotaAsync(Objects objects, string hard, string? scopes = null)
    {
        var quota = Named("q", [], Ns);
        quota["spec"] = new JsonObject { ["hard"] = JsonNode.Parse(hard) };
        if (scopes is not null)
        {
            quota["spec"]!["scopes"] = JsonNode.Parse(scopes);
        }
        return await objects.CreateAsync(ResourceTypes.ResourceQuotas, quota, Ct);
    }

    private static async Task PodAsync(Objects objects, string name, string? cpu, string? memory, Action<JsonObject>? change = null)
    {
        var requests = new JsonObject();
        foreach (var (resource, amount) in new[] { ("cpu", cpu), ("memory", memory) }.Where(r => r.Item2 is not null))
        {
            requests[resource] = amount;
        }
        var spec = new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "i", ["resources"] = new JsonObject { ["requests"] = requests } }),
        };
        change?.Invoke(spec);
        foreach (var empty in spec.Where(f => f.Value is null).Select(f => f.Key).ToList())
        {
            spec.Remove(empty);
        }
        await objects.CreateAsync(ResourceTypes.Pods, Named(name, new JsonObject { ["spec"] = spec }, Ns), Ct);
    }

    private static JsonObject Named(string name, JsonObject obj, string? ns = null)
    {
        obj["metadata"] = new JsonObject { ["name"] = name };
        if (ns is not null)
        {
            obj["metadata"]!["namespace"] = ns;
        }
        return obj;
    }

    private static bool Set(JsonObject obj, string parent, string field, string value)
    {
        obj.Child(parent)[field] = value;
        return true;
    }
}
