using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.GarbageCollection;

public sealed class GarbageCollectorTests
{
    private const string Ns = "team-a";

    [Fact]
    public async Task Dependants_OfADeletedOwner_GoWithTheirOwnDependants()
    {
        await using var cluster = await StartAsync();
        var a = await CreateAsync(cluster, "a");
        var b = await CreateAsync(cluster, "b", a);
        await CreateAsync(cluster, "c", b);
        await CreateAsync(cluster, "other");

        await DeleteAsync(cluster, a);

        await NamesAsync(cluster, "other");
    }

    [Fact]
    public async Task Dependant_OfSeveralOwners_StaysUntilTheLastIsGone()
    {
        await using var cluster = await StartAsync();
        var (a, b) = (await CreateAsync(cluster, "a"), await CreateAsync(cluster, "b"));
        await CreateAsync(cluster, "c", a, b);

        await DeleteAsync(cluster, a);
        await Eventually.TrueAsync(
            () => cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "c")!.Items("metadata", "ownerReferences").Count() == 1, "one reference to be dropped");

        await DeleteAsync(cluster, b);
        await NamesAsync(cluster);
    }

    [Fact]
    public async Task Dependant_OfAnOwnerThatNeverWas_Goes()
    {
        await using var cluster = await StartAsync();
        var ghost = Reference(await CreateAsync(cluster, "a"));
        ghost["uid"] = "another";
        var map = Map("b");
        map.Child("metadata").List("ownerReferences").Add(ghost);
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, map);

        await NamesAsync(cluster, "a");
    }

    [Fact]
    public async Task Dependant_OfAKindThatIsNotServed_Stays()
    {
        await using var cluster = await StartAsync();
        var map = Map("b");
        map.Child("metadata").List("ownerReferences").Add(Sample.Json("""{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r", "uid": "1"}"""));
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, map);
        var doomed = await CreateAsync(cluster, "a");
        await CreateAsync(cluster, "c", doomed);
        await DeleteAsync(cluster, doomed);

        await NamesAsync(cluster, "b");
    }

    [Fact]
    public async Task Owner_DeletedInTheForeground_GoesAfterWhatBlocksIt()
    {
        await using var cluster = await StartAsync();
        var a = await CreateAsync(cluster, "a");
        var blocking = Map("b");
        blocking.Child("metadata").List("ownerReferences").Add(Reference(a, blocks: true));
        blocking.Child("metadata").List("finalizers").Add("test/hold");
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, blocking);

        await FinalizeAsync(cluster, "a", "foregroundDeletion");
        await Eventually.TrueAsync(() => cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "b")!.Terminating(), "the dependant to be deleted");
        cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "a").ShouldNotBeNull();

        await cluster.EditAsync(ResourceTypes.ConfigMaps, Ns, "b", b => b.Child("metadata").Remove("finalizers"));
        await NamesAsync(cluster);
    }

    [Fact]
    public async Task Owner_DeletedAsOrphaning_LeavesItsDependants()
    {
        await using var cluster = await StartAsync();
        var a = await CreateAsync(cluster, "a");
        await CreateAsync(cluster, "b", a);
        await Eventually.TrueAsync(() => cluster.Objects.List(ResourceTypes.ConfigMaps, Ns).Count == 2, "both");

        await FinalizeAsync(cluster, "a", "orphan");

        await NamesAsync(cluster, "b");
        cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "b")!.At("metadata", "ownerReferences").ShouldBeNull();
    }

    [Fact]
    public async Task Collector_StartedLater_FindsWhatItMissed()
    {
        await using var cluster = await TestCluster.WithNamespaceAsync(Ns);
        var a = await CreateAsync(cluster, "a");
        await CreateAsync(cluster, "b", a);
        await DeleteAsync(cluster, a);

        await cluster.StartCollectorAsync();

        await NamesAsync(cluster);
    }

    [Fact]
    public async Task Owner_DeletedWithoutWaiting_AfterAll_LetsGoOfItsFinalizer()
    {
        await using var cluster = await StartAsync();
        var a = await CreateAsync(cluster, "a");
        var blocking = Map("b");
        blocking.Child("metadata").List("ownerReferences").Add(Reference(a, blocks: true));
        blocking.Child("metadata").List("finalizers").Add("test/hold");
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, blocking);
        await cluster.Objects.DeleteAsync(ResourceTypes.ConfigMaps, Ns, "a", new DeleteOptions { PropagationPolicy = "Foreground" }, default);
        cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "a")!.Terminating().ShouldBeTrue();

        await cluster.Objects.DeleteAsync(ResourceTypes.ConfigMaps, Ns, "a", new DeleteOptions { PropagationPolicy = "Background" }, default);

        cluster.Objects.Get(ResourceTypes.ConfigMaps, Ns, "a").ShouldBeNull();
    }

    [Fact]
    public async Task Owner_ThatIsNoLongerHeldUp_Goes()
    {
        await using var cluster = await StartAsync();
        var a = await CreateAsync(cluster, "a");
        var blocking = Map("b");
        blocking.Child("metadata").List("ownerReferences").Add(Reference(a, blocks: true));
        blocking.Child("metadata").List("finalizers").Add("test/hold");
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, blocking);
        await cluster.Objects.DeleteAsync(ResourceTypes.ConfigMaps, Ns, "a", new DeleteOptions { PropagationPolicy = "Foreground" }, default);

        await cluster.EditAsync(ResourceTypes.ConfigMaps, Ns, "b", b => b.Items("metadata", "ownerReferences").First()["blockOwnerDeletion"] = false);

        await NamesAsync(cluster, "b");
    }

    [Fact]
    public async Task Dependant_OfAnOwnerInAnotherNamespace_Goes_AndAnEventSaysWhy()
    {
        await using var cluster = await StartAsync();
        var a = await CreateAsync(cluster, "a");
        await cluster.CreateAsync(ResourceTypes.Namespaces, Sample.Json("""{"metadata": {"name": "team-b"}}"""));
        var map = Sample.Json("""{"metadata": {"name": "b", "namespace": "team-b"}}""");
        map.Child("metadata").List("ownerReferences").Add(Reference(a));
        await cluster.CreateAsync(ResourceTypes.ConfigMaps, map);

        await Eventually.TrueAsync(() => cluster.Objects.Get(ResourceTypes.ConfigMaps, "team-b", "b") is null, "the dependant to go");
        cluster.EventReasons("team-b", "b").ShouldBe(["OwnerRefInvalidNamespace"]);
        cluster.Objects.List(ResourceTypes.Events, "team-b")[0].Text("message").ShouldBe(
            $"ownerRef [v1/ConfigMap, namespace: team-b, name: a, uid: {a.Uid()}] does not exist in namespace \"team-b\"");
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.WithNamespaceAsync(Ns);
        await cluster.StartCollectorAsync();
        return cluster;
    }

    private static JsonObject Map(string name) => Sample.Json($$$"""{"metadata": {"name": "{{{name}}}", "namespace": "team-a"} }""");

    private static JsonObject Reference(JsonObject owner, bool blocks = false) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["blockOwnerDeletion"] = blocks,
    };

    private static Task<JsonObject> CreateAsync(TestCluster cluster, string name, params JsonObject[] owners)
    {
        var map = Map(name);
        foreach (var owner in owners)
        {
            map.Child("metadata").List("ownerReferences").Add(Reference(owner));
        }

        return cluster.CreateAsync(ResourceTypes.ConfigMaps, map);
    }

    private static Task<bool> DeleteAsync(TestCluster cluster, JsonObject obj) =>
        cluster.Objects.DeleteAsync(ResourceTypes.ConfigMaps, Ns, obj.Name(), obj.Uid(), null, default).AsTask();

    /// <summary>Deletes as the API does with a propagation policy.</summary>
    private static async Task FinalizeAsync(TestCluster cluster, string name, string finalizer)
    {
        await cluster.EditAsync(ResourceTypes.ConfigMaps, Ns, name, o => o.Child("metadata").List("finalizers").Add(finalizer));
        await cluster.Objects.DeleteAsync(ResourceTypes.ConfigMaps, Ns, name, null, null, default);
    }

    private static Task NamesAsync(TestCluster cluster, params string[] names) => Eventually.TrueAsync(
        () => cluster.Objects.List(ResourceTypes.ConfigMaps, Ns).Select(o => o.Name()).Where(n => !n.StartsWith("kube-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal)),
        $"only [{string.Join(' ', names)}]");
}
