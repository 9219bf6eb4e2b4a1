using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.Kube.Api;
using Portal.UnitTests.Kube.Support;
using Portal.UnitTests.Sandbox.Api;

namespace Portal.UnitTests.Kube.Contract;

/// <summary>The client against the real sandbox in its own process, over HTTPS: what one says is what the other understands.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class SandboxContractTests : IDisposable
{
    private static readonly Caller Analyst = new("analyst", ["workspace:team-a:edit", "another group"]);
    private static readonly Caller Viewer = new("viewer", ["workspace:team-a:view"]);

    private readonly SandboxProcess _sandbox;
    private readonly KubeCluster _cluster;
    private readonly KubeHttp _http;
    private readonly ResourceClient _client;
    private readonly string _name = $"c-{Guid.NewGuid():N}"[..20];

    public SandboxContractTests(SharedSandbox shared)
    {
        _sandbox = shared.Sandbox;
        var options = Options(_sandbox);
        _cluster = new KubeCluster(options, TimeProvider.System, NullLoggerFactory.Instance);
        _http = new KubeHttp(KubeConfig.Load(options, TimeProvider.System), options.RequestTimeout, TimeProvider.System, NullLogger<KubeHttp>.Instance);
        _client = new ResourceClient(_http);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ResourceKey Key => new("sandbox", ResourceKind.ConfigMap, "team-a", _name);

    public void Dispose()
    {
        _cluster.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task List_ByLabel_GivesMetadataOnly()
    {
        var manifest = Manifest(("a", "1"));
        manifest["metadata"]!["labels"] = new JsonObject { ["contract/list"] = _name };
        manifest["metadata"]!["annotations"] = new JsonObject { ["note"] = "x" };
        await _cluster.CreateAsync(Caller.Portal, manifest, dryRun: false, Ct);

        var listed = (await _cluster.ListAsync(Caller.Portal, ResourceKind.ConfigMap, $"contract/list={_name}", Ct)).ShouldHaveSingleItem();

        (listed.Key, listed.HasOwner, listed.Annotations["note"]).ShouldBe((Key, false, "x"));
        listed.CreatedAt.ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        var owner = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["name"] = _name, ["uid"] = listed.Uid };
        await _cluster.MergePatchAsync(Caller.Portal, Key, new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(owner) } }, Ct);
        (await _cluster.ListAsync(Caller.Portal, ResourceKind.ConfigMap, $"contract/list={_name}", Ct)).ShouldHaveSingleItem().HasOwner.ShouldBeTrue();
    }

    [Fact]
    public async Task Object_ThroughEveryVerb_IsWhatWasSent()
    {
        var created = await _cluster.CreateAsync(Analyst, Manifest(("a", "1")), dryRun: false, Ct);
        var version = (string)created["metadata"]!["resourceVersion"]!;
        var uid = (string)created["metadata"]!["uid"]!;

        Data(await _cluster.GetAsync(Analyst, Key, Ct)).ShouldBe("a=1");
        Data(await _cluster.MergePatchAsync(Analyst, Key, new JsonObject { ["data"] = new JsonObject { ["b"] = "2", ["a"] = null } }, Ct)).ShouldBe("b=2");
        Data(await _client.JsonPatchAsync(Analyst, Key, [new JsonObject { ["op"] = "add", ["path"] = "/data/c", ["value"] = "3" }], Ct)).ShouldBe("b=2,c=3");
        var applied = await _client.ApplyAsync(Analyst, Key, Manifest(("d", "4")), force: true, Ct);
        Data(applied).ShouldContain("d=4");

        applied["data"] = new JsonObject { ["e"] = "5" };
        Data(await _client.ReplaceAsync(Analyst, Key, applied, Ct)).ShouldBe("e=5");
        applied["metadata"]!["resourceVersion"] = version;
        (await FailAsync(() => _client.ReplaceAsync(Analyst, Key, applied, Ct))).Kind.ShouldBe(ClusterErrorKind.Conflict);

        (await FailAsync(() => _cluster.DeleteAsync(Analyst, Key, Guid.NewGuid().ToString(), Ct))).Kind.ShouldBe(ClusterErrorKind.Conflict);
        await _cluster.DeleteAsync(Analyst, Key, uid, Ct);
        (await FailAsync(() => _cluster.GetAsync(Analyst, Key, Ct))).Kind.ShouldBe(ClusterErrorKind.NotFound);
    }

    [Fact]
    public async Task Create_DryRun_LeavesNothing()
    {
        await _cluster.CreateAsync(Analyst, Manifest(("a", "1")), dryRun: true, Ct);

        (await FailAsync(() => _cluster.GetAsync(Analyst, Key, Ct))).Kind.ShouldBe(ClusterErrorKind.NotFound);
    }

    [Fact]
    public async Task Create_Again_AlreadyExists()
    {
        await _cluster.CreateAsync(Analyst, Manifest(("a", "1")), dryRun: false, Ct);

        var e = await FailAsync(() => _cluster.CreateAsync(Analyst, Manifest(("a", "1")), dryRun: false, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.AlreadyExists);
        e.Reason.ShouldBe("AlreadyExists");
        e.StatusCode.ShouldBe(409);
    }

    [Fact]
    public async Task Create_BadName_IsInvalidAndNamesTheField()
    {
        var manifest = Manifest(("a", "1"));
        manifest["metadata"]!["name"] = "Bad_Name";

        var e = await FailAsync(() => _cluster.CreateAsync(Analyst, manifest, dryRun: false, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Invalid);
        e.Causes.ShouldContain(c => c.Field == "metadata.name");
    }

    [Fact]
    public async Task Create_AsViewer_IsForbidden() =>
        (await FailAsync(() => _cluster.CreateAsync(Viewer, Manifest(("a", "1")), dryRun: false, Ct))).Message.ShouldContain("User \"viewer\" cannot create");

    [Fact]
    public async Task Create_InAnothersWorkspace_IsForbidden()
    {
        var manifest = Manifest(("a", "1"));
        manifest["metadata"]!["namespace"] = "team-b";

        (await FailAsync(() => _cluster.CreateAsync(Analyst, manifest, dryRun: false, Ct))).Kind.ShouldBe(ClusterErrorKind.Forbidden);
    }

    [Fact]
    public async Task Create_KindThatIsNotKnownByHeart_IsFoundByDiscovery()
    {
        var manifest = Manifest();
        manifest["kind"] = "ServiceAccount";
        var stored = await _cluster.CreateAsync(Caller.Portal, manifest, dryRun: true, Ct);
        ((string?)stored["kind"]).ShouldBe("ServiceAccount");

        manifest["kind"] = "Nonsense";
        (await FailAsync(() => _cluster.CreateAsync(Caller.Portal, manifest, dryRun: true, Ct))).Message.ShouldContain("does not serve the kind Nonsense");
    }

    [Fact]
    public async Task Allows_AskedAsThePerson_FollowsTheRules()
    {
        (await _cluster.AllowsAsync(Analyst, "create", ResourceKind.SparkApplication, "team-a", null, Ct)).ShouldBeTrue();
        (await _cluster.AllowsAsync(Viewer, "create", ResourceKind.SparkApplication, "team-a", null, Ct)).ShouldBeFalse();
        (await _cluster.AllowsAsync(Viewer, "get", ResourceKind.Pod, "team-a", "log", Ct)).ShouldBeTrue();
        (await _cluster.AllowsAsync(Analyst, "list", ResourceKind.Pod, null, null, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task Authenticate_Token_NamesItsOwnerOnly()
    {
        var caller = (await _cluster.AuthenticateAsync(_sandbox.Token("analyst"), Ct))!;
        caller.User.ShouldBe("analyst");
        caller.Groups.ShouldContain("workspace:team-a:edit");

        (await _cluster.AuthenticateAsync("nobody-has-this-token", Ct)).ShouldBeNull();
        (await _cluster.AuthenticateAsync("", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Feed_NamespaceComesAndGoes_IsTold()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = _cluster.RunAsync(stop.Token);
        var feed = _cluster.Feed<NamespaceView>();
        await feed.WaitForSyncAsync(Ct);
        await Eventually.ShouldBe(() => _cluster.Health.Connected, "all watches are open");
        feed.Find("", "team-a")!.Labels.Keys.ShouldContain("dataportal.dev/workspace");

        var manifest = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = _name } };
        await _cluster.CreateAsync(Caller.Portal, manifest, dryRun: false, Ct);
        await Eventually.ShouldBe(() => feed.Find("", _name) is not null, "the namespace appears");
        await _cluster.DeleteAsync(Caller.Portal, new ResourceKey("sandbox", ResourceKind.Namespace, "", _name), null, Ct);
        await Eventually.ShouldBe(() => feed.Find("", _name) is null or { Terminating: true }, "the namespace goes");

        await stop.CancelAsync();
        await running;
    }

    internal static KubeOptions Options(SandboxProcess sandbox) => new() { Kubeconfig = sandbox.KubeConfig, ClusterId = "sandbox" };

    private static string Data(JsonObject manifest) => string.Join(',', manifest["data"]!.AsObject().Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));

    private static async Task<ClusterException> FailAsync(Func<Task> action) => await Should.ThrowAsync<ClusterException>(action);

    private JsonObject Manifest(params (string Key, string Value)[] data) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = _name, ["namespace"] = "team-a" },
        ["data"] = new JsonObject(data.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))),
    };
}
