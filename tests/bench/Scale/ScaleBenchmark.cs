using System.Globalization;
using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.Bench.Scale;

/// <summary>One run with very many pods that change all the time, looked at by many, beside <c>kubectl get pods --watch</c>.</summary>
internal static class ScaleBenchmark
{
    private const string Run = "scale";
    private const int Marked = 10;

    public static async Task<(IReadOnlyList<TimeRow> Times, IReadOnlyList<FigureRow> Figures)> MeasureAsync(PortalInstance portal, BrowserFixture browser, bool quick)
    {
        var (pods, pages, duration) = quick ? (10_000, 4, TimeSpan.FromSeconds(20)) : (10_000, 20, TimeSpan.FromSeconds(60));
        using var api = portal.Api("analyst");
        using var cluster = new ClusterApi(portal);
        await api.SubmitAsync(RestApi.Job(Run, "import time\nprint('waiting', flush=True)\ntime.sleep(3600)\n"));
        await api.WaitForAsync(Run, 120, "Running");
        var created = await CreateAsync(cluster, pods);
        var (times, figures) = await PodListing.MeasureAsync(portal, quick ? 1 : 3);
        List<TimeRow> rows = [.. times];
        List<FigureRow> costs = [new($"{pods} pods written", string.Create(CultureInfo.InvariantCulture, $"{created.TotalSeconds:0.0} s")), .. figures];

        Progress.Say($"{pages} pages ...");
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        await (await PortalPage.SignInAsync(context, "analyst")).Page.CloseAsync();
        var tabs = new List<PortalPage>();
        for (var i = 0; i < pages; i++)
        {
            tabs.Add(await OpenAsync(context));
        }

        await using var kubectl = Kubectl.Installed ? new KubectlWatch(portal) : null;
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        ProcessMeter portalMeter = ProcessMeter.OfPart(portal.DataFolder, "portal"), sandboxMeter = ProcessMeter.OfPart(portal.DataFolder, "sandbox");
        kubectl?.Meter.Reset();
        Progress.Say($"1000 updates a second for {duration.TotalSeconds} s ...");
        var updates = new PodUpdates(cluster, Run, pods, await ShownAsync(tabs[0]));
        using var over = new CancellationTokenSource();
        var using_ = UseAsync(tabs[^1], over.Token);
        await updates.RunAsync(duration);
        var (portalCpu, sandboxCpu, kubectlCpu) = (portalMeter.Cpu, sandboxMeter.Cpu, kubectl?.Meter.Cpu);
        await over.CancelAsync();
        rows.Add(new("Tab of a page clicked to its content, meanwhile", await using_));
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        rows.AddRange(await LatenciesAsync(updates, tabs));

        var seconds = updates.Elapsed.TotalSeconds;
        var share = portalCpu / seconds;
        costs.Add(new("Pod updates written", string.Create(CultureInfo.InvariantCulture, $"{updates.Written / seconds:0} a second for {seconds:0} s"), "1000 a second", updates.Written / seconds > 990));
        costs.Add(new($"Portal, CPU with {pages} pages open", Cpu(portalCpu, seconds), "≤ 25 % of a core", share <= 0.25));
        costs.Add(new("Sandbox, CPU", Cpu(sandboxCpu, seconds)));
        if (kubectlCpu is { } used)
        {
            costs.Add(new("`kubectl get pods --watch`, CPU", Cpu(used, seconds)));
        }

        costs.Add(new("Portal, most memory ever (RSS)", Megabytes(portalMeter.PeakBytes)));
        costs.Add(new("Sandbox, most memory ever (RSS)", Megabytes(sandboxMeter.PeakBytes)));
        return (rows, costs);
    }

    private static async Task<TimeSpan> CreateAsync(ClusterApi cluster, int pods)
    {
        Progress.Say($"{pods} pods ...");
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, pods), new ParallelOptions { MaxDegreeOfParallelism = 200 }, async (i, _) =>
        {
            await cluster.CreatePodAsync("team-a", ScalePods.Executor(Run, i));
            await cluster.PatchPodStatusAsync("team-a", ScalePods.Name(Run, i), ScalePods.Status("made"));
        });
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static async Task<PortalPage> OpenAsync(IBrowserContext context)
    {
        var tab = new PortalPage(await context.NewPageAsync());
        tab.Page.SetDefaultTimeout(120_000);
        await PageWatch.InstallAsync(tab.Page);
        await tab.OpenRunAsync(Run);
        await Assertions.Expect(tab.Page.Locator(".pods tbody a.mono").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        return tab;
    }

    /// <summary>Names of some pods that the page shows.</summary>
    private static async Task<IReadOnlyList<string>> ShownAsync(PortalPage tab) =>
        [.. (await tab.Page.Locator(".pods tbody tr a.mono").AllInnerTextsAsync()).Where(n => n.Contains("-exec-", StringComparison.Ordinal)).Take(Marked)];

    /// <summary>Somebody who looks around on a page, until the token ends it.</summary>
    private static async Task<IReadOnlyList<double>> UseAsync(PortalPage tab, CancellationToken ct)
    {
        List<double> times = [];
        while (!ct.IsCancellationRequested)
        {
            foreach (var (link, content) in new[] { ("Definition", ".run-body[aria-label=Definition]"), ("Overview", ".run-body[aria-label=Overview]") })
            {
                var clicked = Clock.Now;
                await tab.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
                await tab.Page.Locator(content).WaitForAsync();
                times.Add(Clock.Now - clicked);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        }

        return times;
    }

    // A page may pass over a state that the next one replaced: seen is the mark, or a later one of the same pod.
    private static async Task<IReadOnlyList<TimeRow>> LatenciesAsync(PodUpdates updates, IReadOnlyList<PortalPage> tabs)
    {
        List<double> sinceSent = [], sinceAcknowledged = [];
        foreach (var tab in tabs.SkipLast(1))
        {
            var seen = await PageWatch.SeenAsync(tab.Page);
            foreach (var marks in updates.Marks.Values)
            {
                var next = double.PositiveInfinity;
                foreach (var (mark, sent, acknowledged) in marks.OrderByDescending(m => m.Sent))
                {
                    next = Math.Min(next, seen.GetValueOrDefault(mark, double.PositiveInfinity));
                    sinceSent.Add(next - sent);
                    sinceAcknowledged.Add(next - acknowledged);
                }
            }
        }

        return [new("Pod update sent to the API to visible on a page", sinceSent, Aim: 500), new("… acknowledged by the API to visible", sinceAcknowledged)];
    }

    private static string Cpu(double used, double seconds) => string.Create(CultureInfo.InvariantCulture, $"{used:0.0} s in {seconds:0} s ({used / seconds:0 %} of a core)");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:0} MB");
}
