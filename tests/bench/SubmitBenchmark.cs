using System.Globalization;
using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary>From the click on <i>Run now</i> to the driver's process, through browser, portal, API, operator, scheduler and node.</summary>
internal static class SubmitBenchmark
{
    // The kernel notes when a process was made, in ticks since boot (proc(5), stat field 22); its clock since boot gives the moment.
    private const string Script = """
        import os, time
        now = time.time()
        boot = now - time.clock_gettime(time.CLOCK_BOOTTIME)
        started = boot + int(open('/proc/self/stat').read().rsplit(')', 1)[1].split()[19]) / os.sysconf('SC_CLK_TCK')
        print('bench', started * 1000, now * 1000)
        """;

    public static async Task<IReadOnlyList<TimeRow>> MeasureAsync(PortalInstance portal, BrowserFixture browser, int samples)
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        await (await PortalPage.SignInAsync(context, "analyst")).Page.CloseAsync();
        using var api = portal.Api("analyst");
        var (process, script) = await SubmitAsync(context, api, "first");
        List<double> processes = [], scripts = [];
        for (var i = 1; i <= samples; i++)
        {
            Progress.Say($"Submit {i} of {samples} ...");
            var sample = await SubmitAsync(context, api, $"submit-{i}");
            processes.Add(sample.Process);
            scripts.Add(sample.Script);
        }

        return
        [
            new("Submit click to driver process started", processes, Aim: 300),
            new("Submit click to first line of the script", scripts),
            new("Submit click to driver process started, the first since `./run`", [process]),
            new("Submit click to first line of the script, the first since `./run`", [script]),
        ];
    }

    private static async Task<(double Process, double Script)> SubmitAsync(IBrowserContext context, HttpClient api, string name)
    {
        var tab = new PortalPage(await context.NewPageAsync());
        await tab.OpenNewJobAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Paste code" }).ClickAsync();

        // The editor empties itself once its script has come.
        await Assertions.Expect(tab.Page.Locator(".editor pre[data-lines]")).ToBeVisibleAsync();
        await tab.FillScriptAsync(name, Script);
        await Assertions.Expect(tab.Page.GetByText($"name: {name}").First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByText("Not complete yet")).ToBeHiddenAsync();

        // The pointer is on the button already, as a person's is; what the browser driver checks before a click is not the portal's time.
        await tab.RunNow.HoverAsync();
        var clicked = Clock.Now;
        await tab.Page.Mouse.DownAsync();
        await tab.Page.Mouse.UpAsync();

        var run = await tab.RunNameAsync();
        await api.WaitForAsync(run, 60, "Succeeded");
        var log = await api.GetStringAsync(new Uri($"/api/v1/workspaces/team-a/jobs/{run}/log", UriKind.Relative));
        var line = log.Split('\n').Single(l => l.StartsWith("bench ", StringComparison.Ordinal)).Split(' ');
        await tab.Page.CloseAsync();
        return (double.Parse(line[1], CultureInfo.InvariantCulture) - clicked, double.Parse(line[2], CultureInfo.InvariantCulture) - clicked);
    }
}
