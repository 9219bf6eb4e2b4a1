using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Watching;

/// <summary>A server that hangs: it keeps its connections and says nothing any more.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private static readonly KubeOptions Options = new() { HeartbeatEvery = TimeSpan.FromMilliseconds(50), HeartbeatPatience = TimeSpan.FromMilliseconds(500) };

    private readonly CancellationTokenSource _stop = new();
    private FakeApi _api = null!;
    private KubeCluster _cluster = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject Manifest => new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "c", ["namespace"] = "a" } };

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync();
        _cluster = _api.Cluster(options: Options);
        _running = _cluster.RunAsync(_stop.Token);
        await Eventually.ShouldBe(() => _cluster.Health.Connected, "all watches are open");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _cluster.Dispose();
        await _api.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Watches_ServerHangs_AreStaleUntilItGoesOn()
    {
        _api.Store.Put(ResourceKind.Pod, "a", "before");
        await Eventually.ShouldBe(() => _cluster.Feed<PodView>().Find("a", "before") is not null, "a change arrives");

        var hanging = Hang();
        var hangsSince = TimeProvider.System.GetUtcNow();
        await Eventually.ShouldBe(() => _cluster.Health is { Connected: false, StaleSince: not null }, "it is noticed, long before a watch counts as silent");
        _cluster.Health.Error!.ShouldContain("does not answer");
        _cluster.Health.StaleSince!.Value.ShouldBeLessThan(hangsSince + Options.HeartbeatPatience, "stale since it was last heard");
        _cluster.Feed<PodView>().Find("a", "before").ShouldNotBeNull("what was known stays");
        _api.Store.Put(ResourceKind.Pod, "a", "meanwhile");
        hanging.SetResult();

        await Eventually.ShouldBe(() => _cluster.Health.Connected && _cluster.Feed<PodView>().Find("a", "meanwhile") is not null, "it goes on by itself");
        _api.Requests.Count(r => r.Path == "/api/v1/pods" && !r.Query.Contains("watch=true", StringComparison.Ordinal)).ShouldBe(1, "nothing is listed again");
    }

    /// <summary>In far less than the 30 seconds that a request may take otherwise, and once only: nobody knows what the first one did.</summary>
    [Fact]
    public async Task Requests_ServerHangs_FailPlainlyAndAreSentOnce()
    {
        var hanging = Hang();

        var create = await Should.ThrowAsync<ClusterException>(() => _cluster.CreateAsync(Caller.Portal, Manifest, dryRun: false, Ct).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Ct));
        var get = await Should.ThrowAsync<ClusterException>(() => _cluster.GetAsync(Caller.Portal, new("fake", ResourceKind.ConfigMap, "a", "c"), Ct).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Ct));

        foreach (var e in new[] { create, get })
        {
            e.Kind.ShouldBe(ClusterErrorKind.Unreachable);
            e.Message.ShouldContain("does not answer: nothing has come from it for");
        }

        _api.Requests.Count(r => r.Path.Contains("configmaps", StringComparison.Ordinal)).ShouldBe(2);
        hanging.SetResult();
    }

    [Fact]
    public async Task Watches_ServerIsQuietButThere_AreLeftAlone()
    {
        var before = Watches();

        await Eventually.ShouldBe(() => _api.Requests.Count(r => r.Path == "/version") >= 20, "it is asked");

        Watches().ShouldBe(before);
        _cluster.Health.Connected.ShouldBeTrue();
    }

    private int Watches() => _api.Requests.Count(r => r.Query.Contains("watch=true", StringComparison.Ordinal));

    // Open watches are quiet, and no new request gets an answer.
    private TaskCompletionSource Hang()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _api.Handler = async context =>
        {
            await hanging.Task.WaitAsync(context.RequestAborted);
            return false;
        };
        return hanging;
    }
}
