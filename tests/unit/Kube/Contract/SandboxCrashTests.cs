using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.UnitTests.Kube.Support;
using Portal.UnitTests.Sandbox.Api;

namespace Portal.UnitTests.Kube.Contract;

public sealed class SandboxCrashTests
{
    /// <summary>With the time limits that the portal has. Nothing is lost: the submission that failed is found or made by its repetition.</summary>
    [Fact]
    public async Task Feed_SandboxHangs_IsStaleSoonAndGoesOn()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sandbox = await SandboxProcess.StartAsync();
        using var cluster = new KubeCluster(SandboxContractTests.Options(sandbox), TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = cluster.RunAsync(stop.Token);
        await Eventually.ShouldBe(() => cluster.Health.Connected, "all watches are open", seconds: 60);

        await sandbox.HangAsync(true);
        var create = CreateNamespaceAsync(cluster, "meanwhile", ct);
        await Eventually.ShouldBe(() => cluster.Health is { Connected: false, StaleSince: not null }, "the page says so", seconds: 15);
        (await Should.ThrowAsync<ClusterException>(() => create.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, ct))).Kind.ShouldBe(ClusterErrorKind.Unreachable);
        await sandbox.HangAsync(false);

        await Eventually.ShouldBe(() => cluster.Health.Connected, "it goes on by itself");
        try
        {
            await CreateNamespaceAsync(cluster, "meanwhile", ct);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.AlreadyExists)
        {
            // The request was read after all.
        }

        await Eventually.ShouldBe(() => cluster.Feed<NamespaceView>().Find("", "meanwhile") is not null, "changes arrive again");
        await stop.CancelAsync();
        await running;
    }

    /// <summary>After kill -9 the sandbox has forgotten its watch history (410), but no object.</summary>
    [Fact]
    public async Task Feed_SandboxIsKilledAndStartedAgain_GoesOnByItself()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sandbox = await SandboxProcess.StartAsync();
        using var cluster = new KubeCluster(SandboxContractTests.Options(sandbox), TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = cluster.RunAsync(stop.Token);
        var feed = cluster.Feed<NamespaceView>();
        await Eventually.ShouldBe(() => cluster.Health.Connected, "all watches are open", seconds: 60);
        await CreateAsync("before");
        await Eventually.ShouldBe(() => feed.Find("", "before") is not null, "a change arrives");

        await sandbox.KillAsync();
        await Eventually.ShouldBe(() => cluster.Health is { Connected: false, StaleSince: not null, Error: not null }, "the outage is noticed");
        feed.Find("", "before").ShouldNotBeNull("what was known stays");
        await sandbox.RestartAsync();
        await CreateAsync("after");

        await Eventually.ShouldBe(() => feed.Find("", "after") is not null && cluster.Health.Connected, "it goes on", seconds: 60);
        await stop.CancelAsync();
        await running;

        Task CreateAsync(string name) => CreateNamespaceAsync(cluster, name, ct);
    }

    private static Task<JsonObject> CreateNamespaceAsync(KubeCluster cluster, string name, CancellationToken ct) => cluster.CreateAsync(
        Caller.Portal,
        new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } },
        dryRun: false,
        ct);
}
