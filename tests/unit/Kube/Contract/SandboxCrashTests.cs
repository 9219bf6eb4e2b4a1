using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.UnitTests.Kube.Support;
using Portal.UnitTests.Sandbox.Api;

namespace Portal.UnitTests.Kube.Contract;

public sealed class SandboxCrashTests
{
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

        Task CreateAsync(string name) => cluster.CreateAsync(
            Caller.Portal,
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } },
            dryRun: false,
            ct);
    }
}
