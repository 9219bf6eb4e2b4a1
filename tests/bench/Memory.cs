using System.Globalization;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary>Memory of the portal's parts as the kernel counts it: proportional set size, so that what processes share is counted once.</summary>
internal static class Memory
{
    private static readonly string[] Parts = ["portal", "sandbox", "postgres"];

    /// <summary>Bytes per part, half a minute after its start with nobody there.</summary>
    public static async Task<Dictionary<string, long>> IdleAsync(PortalInstance portal)
    {
        Progress.Say("Memory, idle ...");
        return await SettleAndReadAsync(portal);
    }

    public static async Task<IReadOnlyList<MemoryRow>> WithPagesAsync(PortalInstance portal, BrowserFixture browser, Dictionary<string, long> idle, int pages)
    {
        Progress.Say($"Memory, {pages} pages open ...");
        const string name = "bench-memory";
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        await PortalPage.SignInAsync(context, "analyst");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job(name, "import time\nprint('waiting', flush=True)\ntime.sleep(600)\n"));
        for (var i = 0; i < pages; i++)
        {
            var tab = new PortalPage(await context.NewPageAsync());
            await tab.OpenRunAsync(name);
            await tab.ExpectLogAsync("waiting", 60);
        }

        var open = await SettleAndReadAsync(portal);
        (await api.DeleteAsync(new Uri($"/api/v1/workspaces/team-a/jobs/{name}", UriKind.Relative))).EnsureSuccessStatusCode();
        return [.. Parts.Select(p => new MemoryRow(p, idle[p], open[p]))];
    }

    private static async Task<Dictionary<string, long>> SettleAndReadAsync(PortalInstance portal)
    {
        await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System);
        return Parts.ToDictionary(p => p, p => Tree(int.Parse(File.ReadAllText(Path.Combine(portal.DataFolder, "pid", p)), CultureInfo.InvariantCulture)));
    }

    // What runs in a pod is the analyst's, not the sandbox's.
    private static long Tree(int root)
    {
        var processes = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)).Select(n => Stat(n!)).OfType<Entry>().ToLookup(p => p.Parent);
        long Below(int pid) => Pss(pid) + processes[pid].Where(p => p.Name != "bwrap").Sum(p => Below(p.Pid));
        return Below(root);
    }

    private static Entry? Stat(string pid)
    {
        try
        {
            // proc(5): pid (name) state ppid ...
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var end = stat.LastIndexOf(')');
            return new(int.Parse(pid), stat[(stat.IndexOf('(') + 1)..end], int.Parse(stat[(end + 2)..].Split(' ')[1]));
        }
        catch (IOException)
        {
            return null; // It has ended meanwhile.
        }
    }

    private static long Pss(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        }
        catch (IOException)
        {
            return 0; // It has ended meanwhile.
        }
    }

    private sealed record Entry(int Pid, string Name, int Parent);
}
