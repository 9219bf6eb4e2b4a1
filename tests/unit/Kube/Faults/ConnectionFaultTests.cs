using System.Diagnostics;
using Portal.Core.Clusters;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>Single faults, one at a time, on HTTP/2 as with every real API server.</summary>
public sealed class ConnectionFaultTests : IAsyncLifetime
{
    private static readonly ResourceKey TeamA = new("sandbox", ResourceKind.Namespace, "", "team-a");

    private readonly TestCertificates _certificates = new();
    private FaultWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await FaultWorld.StartAsync(seed: 1, _certificates);
        await Eventually.ShouldBe(() => _world.Cluster.Health.Connected, "all watches are open");
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Get_ConnectionDiedWithoutAWord_IsAnsweredSoonOnAnother()
    {
        _world.Proxy.SilenceAll();

        await EventuallyAsync(async () => await FailureAsync() is null, "a request is answered");

        await Eventually.ShouldBe(() => _world.Cluster.Health.Connected && _world.Difference is null, "the watches come back too");
    }

    [Fact]
    public async Task Get_TokenIsNotRenewedYet_IsRefusedAndWorksLater()
    {
        _world.Api.RotateToken();
        await EventuallyAsync(async () => await FailureAsync() is ClusterErrorKind.Unauthorized, "the old token is refused");

        _world.Api.RenewTokenFile();

        await EventuallyAsync(async () => await FailureAsync() is null, "the new token is taken");
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20), what);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }

    /// <summary>Why a request failed; null when it was answered.</summary>
    private async Task<ClusterErrorKind?> FailureAsync()
    {
        try
        {
            await _world.Cluster.GetAsync(Caller.Portal, TeamA, Ct);
            return null;
        }
        catch (ClusterException e)
        {
            return e.Kind;
        }
    }
}
