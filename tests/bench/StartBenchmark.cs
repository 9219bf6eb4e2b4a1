using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary><c>./run</c> to "Portal ready", once built: with a new data folder, and again with the same one.</summary>
internal static class StartBenchmark
{
    /// <returns>The last instance, running, and the times.</returns>
    public static async Task<(PortalInstance Running, IReadOnlyList<TimeRow> Times)> MeasureAsync(int rounds)
    {
        Progress.Say("Building, if anything changed ...");
        await using (var build = new PortalInstance())
        {
            await build.StartAsync();
        }

        List<double> first = [], second = [];
        for (var round = 1; ; round++)
        {
            Progress.Say($"Start {round} of {rounds} ...");
            var portal = new PortalInstance();
            first.Add(await StartAsync(portal));
            await portal.StopAsync();
            second.Add(await StartAsync(portal));
            if (round == rounds)
            {
                return (portal, [new("`./run` to ready, new data folder", first, Aim: 10_000), new("`./run` to ready, second start", second, Aim: 10_000)]);
            }

            await portal.DisposeAsync();
        }
    }

    private static async Task<double> StartAsync(PortalInstance portal)
    {
        var began = TimeProvider.System.GetTimestamp();
        await portal.StartAsync();
        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }
}
