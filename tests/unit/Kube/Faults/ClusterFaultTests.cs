using System.Diagnostics;
using System.Globalization;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>
/// Random changes while connections and answers go wrong at random: when that ends, every cache equals the store, each change was told once
/// and in order, and nothing is left behind. The same seed draws the same objects and faults; which of them meet depends on the machine.
/// <c>PORTAL_FAULT_SECONDS</c> says for how long (default 8 for each protocol), <c>PORTAL_FAULT_SEED</c> which seed is the first.
/// </summary>
public sealed class ClusterFaultTests
{
    private const int StepsPerSeed = 700;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cluster_RandomChangesAndFaults_EndsEqualToTheStore(bool tls)
    {
        using var certificates = tls ? new TestCertificates() : null;
        var limit = TimeSpan.FromSeconds(Number("PORTAL_FAULT_SECONDS", 8));
        var started = Stopwatch.GetTimestamp();
        for (var seed = Number("PORTAL_FAULT_SEED", 1); Stopwatch.GetElapsedTime(started) < limit; seed++)
        {
            await RunAsync(seed, certificates);
            TestContext.Current.SendDiagnosticMessage("Seed {0}: {1:0.0} s", seed, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static async Task RunAsync(int seed, TestCertificates? certificates)
    {
        await using var world = await FaultWorld.StartAsync(seed, certificates);
        world.BeginFaults();
        for (var step = 0; step < StepsPerSeed; step++)
        {
            await StepAsync(world, step);
        }

        world.EndFaults();
        await ShouldSettleAsync(world, $"seed {seed}, after the faults");

        // And it goes on from there.
        await world.Objects.ChangeAsync(Ct);
        await ShouldSettleAsync(world, $"seed {seed}, one change later");

        await world.StopClientAsync();
        await Eventually.ShouldBe(() => world.Proxy.Open == 0, $"seed {seed}: every socket of the client is closed");
        await Eventually.ShouldBe(() => world.Time.Timers == 0, $"seed {seed}: every timer of the client is gone");
    }

    private static async Task StepAsync(FaultWorld world, int step)
    {
        switch (world.Random.Next(300))
        {
            case 0:
                world.Proxy.CutAll();
                break;
            case 1:
                world.Proxy.SilenceAll();
                break;
            case 2:
                await world.Api.RestartAsync();
                break;
            case 3 or 4:
                world.Api.Store.Compact();
                break;
            case 5:
                world.Api.RotateToken();
                world.Proxy.CutAll();
                break;
            case 6 or 7:
                world.Api.RenewTokenFile();
                break;
            default:
                await world.Objects.ChangeAsync(Ct);
                break;
        }

        // So that the client, whose clock is faster, is not outrun for good.
        if (step % 8 == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(10)), TimeProvider.System, Ct);
        }
    }

    private static async Task ShouldSettleAsync(FaultWorld world, string when)
    {
        try
        {
            await Eventually.ShouldBe(() => world.Difference is null && world.Cluster.Health.Connected, when);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}: {world.Difference} {world.Cluster.Health}", e);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
