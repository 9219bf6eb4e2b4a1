using System.Globalization;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary>A line's way from the driver into the page, and the same line's way out of <c>kubectl logs -f</c> at the same time.</summary>
internal static class LogBenchmark
{
    private const int BeforeReaders = 100;

    // A line tells when it was written; it is flushed at once. Uneven pauses, so that no timer on the way falls into step with them.
    private const string Script = """
        import random, sys, time
        for i in range(int(sys.argv[1])):
            print(f'bench-{i} {time.time() * 1000:.3f}', flush=True)
            time.sleep(random.uniform(0.02, 0.08))
        """;

    public static async Task<IReadOnlyList<TimeRow>> MeasureAsync(PortalInstance portal, BrowserFixture browser, int lines)
    {
        Progress.Say($"A log of {lines} lines, in the browser and with kubectl ...");
        const string name = "bench-log";
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        await PageWatch.InstallAsync(tab.Page);
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job(name, Script, 1, $"{BeforeReaders + lines}"));
        await tab.OpenRunAsync(name);
        await tab.ExpectLogAsync("bench-");
        await using var kubectl = Kubectl.Installed ? new LogFollower(portal, $"{name}-driver") : null;
        await api.WaitForAsync(name, 600, "Succeeded");
        await tab.ExpectLogAsync($"bench-{BeforeReaders + lines - 1}");

        // Lines from before both readers were there say how long a page takes to open, not how long a line takes.
        var log = await api.GetStringAsync(new Uri($"/api/v1/workspaces/team-a/jobs/{name}/log", UriKind.Relative));
        var written = log.Split('\n').Where(l => l.StartsWith("bench-", StringComparison.Ordinal)).Select(l => l.Split(' '))
            .ToDictionary(l => l[0], l => double.Parse(l[1], CultureInfo.InvariantCulture)).Skip(BeforeReaders).ToDictionary();
        var page = await PageWatch.SeenAsync(tab.Page);
        List<TimeRow> rows = [new("Log line written to visible in the browser", Latencies(written, page), Aim: 100)];
        if (kubectl is not null)
        {
            rows.Add(new("The same lines to `kubectl logs -f`", Latencies(written, await kubectl.ReadToEndAsync())));
        }

        return rows;
    }

    private static List<double> Latencies(Dictionary<string, double> written, Dictionary<string, double> seen) =>
        [.. written.Select(w => seen.TryGetValue(w.Key, out var at) ? at - w.Value : throw new InvalidOperationException($"Line {w.Key} was never seen."))];
}
