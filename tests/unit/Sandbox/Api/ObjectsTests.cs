using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api;

public sealed class ObjectsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Create_NewObject_GetsUidVersionAndTime()
    {
        var objects = await TestObjects.CreateAsync();

        var created = await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a"), None);

        var metadata = created["metadata"]!;
        Guid.TryParse((string?)metadata["uid"], out _).ShouldBeTrue();
        ((string?)metadata["resourceVersion"]).ShouldNotBeNullOrEmpty();
        ((string?)metadata["creationTimestamp"]).ShouldEndWith("Z");
        JsonNode.DeepEquals(objects.Get(ResourceTypes.ConfigMaps, "team-a", "a"), created).ShouldBeTrue();
    }

    [Fact]
    public async Task Create_NameTaken_IsRefused()
    {
        var objects = await TestObjects.CreateAsync();
        await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a"), None);

        var refusal = await Should.ThrowAsync<ApiException>(async () => await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a"), None));

        refusal.Code.ShouldBe(409);
        refusal.Message.ShouldBe("configmaps \"a\" already exists");
    }

    [Fact]
    public async Task Create_NamespaceMissing_IsRefused()
    {
        var objects = await TestObjects.CreateAsync();

        var refusal = await Should.ThrowAsync<ApiException>(async () => await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a", "nowhere"), None));

        refusal.Message.ShouldBe("namespaces \"nowhere\" not found");
    }

    [Fact]
    public async Task Create_GenerateName_EndsInFiveLetters()
    {
        var objects = await TestObjects.CreateAsync();
        var obj = new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "gen-", ["namespace"] = "team-a" } };

        var created = await objects.CreateAsync(ResourceTypes.ConfigMaps, obj, None);

        ((string?)created["metadata"]!["name"])!.ShouldMatch("^gen-[a-z0-9]{5}$");
    }

    [Fact]
    public async Task Update_Status_LeavesTheRestAlone()
    {
        var objects = await TestObjects.CreateAsync();
        var pod = Named("p");
        pod["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) };
        await objects.CreateAsync(ResourceTypes.Pods, pod, None);

        var updated = await objects.UpdateAsync(
            ResourceTypes.Pods,
            "team-a",
            "p",
            status: true,
            p =>
            {
                p["spec"]!["nodeName"] = "n";
                p["status"] = new JsonObject { ["phase"] = "Running" };
                return true;
            },
            None);

        ((string?)updated!["status"]!["phase"]).ShouldBe("Running");
        updated["spec"]!["nodeName"].ShouldBeNull();
    }

    [Fact]
    public async Task Update_FromManyAtOnce_LosesNone()
    {
        var objects = await TestObjects.CreateAsync();
        await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a"), None);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            await objects.UpdateAsync(ResourceTypes.ConfigMaps, "team-a", "a", status: false, o => Set(o, i), None))));

        objects.Get(ResourceTypes.ConfigMaps, "team-a", "a")!["data"]!.AsObject().Count.ShouldBe(50);
    }

    [Fact]
    public async Task Delete_PodOnANode_WaitsForTheNode()
    {
        var objects = await TestObjects.CreateAsync();
        var pod = Named("p");
        pod["spec"] = new JsonObject { ["nodeName"] = "n", ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) };
        await objects.CreateAsync(ResourceTypes.Pods, pod, None);

        (await objects.DeleteAsync(ResourceTypes.Pods, "team-a", "p", null, 5, None)).ShouldBeTrue();
        var waiting = objects.Get(ResourceTypes.Pods, "team-a", "p");
        (await objects.DeleteAsync(ResourceTypes.Pods, "team-a", "p", null, 0, None)).ShouldBeTrue();

        ((long?)waiting!["metadata"]!["deletionGracePeriodSeconds"]).ShouldBe(5);
        objects.Get(ResourceTypes.Pods, "team-a", "p").ShouldBeNull();
    }

    [Fact]
    public async Task Delete_WithFinalizer_GoesWhenTheFinalizerGoes()
    {
        var objects = await TestObjects.CreateAsync();
        var obj = Named("a");
        obj["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        await objects.CreateAsync(ResourceTypes.ConfigMaps, obj, None);

        await objects.DeleteAsync(ResourceTypes.ConfigMaps, "team-a", "a", null, null, None);
        var waiting = objects.Get(ResourceTypes.ConfigMaps, "team-a", "a");
        await objects.UpdateAsync(ResourceTypes.ConfigMaps, "team-a", "a", status: false, o => o["metadata"]!.AsObject().Remove("finalizers"), None);

        waiting!["metadata"]!["deletionTimestamp"].ShouldNotBeNull();
        objects.Get(ResourceTypes.ConfigMaps, "team-a", "a").ShouldBeNull();
    }

    [Fact]
    public async Task Delete_Namespace_TerminatesAndTakesNothingNew()
    {
        var objects = await TestObjects.CreateAsync();

        await objects.DeleteAsync(ResourceTypes.Namespaces, "", "team-b", null, null, None);
        var refusal = await Should.ThrowAsync<ApiException>(async () => await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("late", "team-b"), None));
        var terminating = objects.Get(ResourceTypes.Namespaces, "", "team-b");
        await objects.DeleteAsync(ResourceTypes.Namespaces, "", "team-b", null, 0, None);

        refusal.Message.ShouldBe("configmaps \"late\" is forbidden: unable to create new content in namespace team-b because it is being terminated");
        ((string?)terminating!["status"]!["phase"]).ShouldBe("Terminating");
        objects.Get(ResourceTypes.Namespaces, "", "team-b").ShouldBeNull();
    }

    [Fact]
    public async Task RecordEvent_SameAgain_CountsUp()
    {
        var objects = await TestObjects.CreateAsync();
        var about = await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a"), None);

        await objects.RecordEventAsync(about, "Normal", "Started", "it started", "test", None);
        await objects.RecordEventAsync(about, "Normal", "Started", "it started", "test", None);

        var recorded = objects.List(ResourceTypes.Events, "team-a").ShouldHaveSingleItem();
        ((int?)recorded["count"]).ShouldBe(2);
        ((string?)recorded["involvedObject"]!["name"]).ShouldBe("a");
    }

    [Fact]
    public async Task Watch_FromTheStart_ShowsWhatIsThereThenChanges()
    {
        var objects = await TestObjects.CreateAsync();
        await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("a"), None);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var seen = new List<string>();

        await foreach (var change in objects.WatchAsync(ResourceTypes.ConfigMaps, enough.Token))
        {
            seen.Add($"{change.Type} {change.Object["metadata"]!["name"]}");
            if (seen.Count == 1)
            {
                await objects.CreateAsync(ResourceTypes.ConfigMaps, Named("b"), None);
                await objects.DeleteAsync(ResourceTypes.ConfigMaps, "team-a", "a", null, null, None);
            }
            if (seen.Count == 3)
            {
                break;
            }
        }

        seen.ShouldBe(["ADDED a", "ADDED b", "DELETED a"]);
    }

    private static bool Set(JsonObject obj, int i)
    {
        (obj["data"] ??= new JsonObject())[$"k{i}"] = "v";
        return true;
    }

    private static JsonObject Named(string name, string ns = "team-a") => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns } };
}
