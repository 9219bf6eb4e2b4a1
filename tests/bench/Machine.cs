using System.Diagnostics;
using System.Globalization;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary>What the figures were taken on; without it they mean nothing.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync()
    {
        var total = (await File.ReadAllLinesAsync("/proc/meminfo")).First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        var kilobytes = long.Parse(total.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        var commit = await CommitAsync();
        return $"{Environment.ProcessorCount} cores, {kilobytes / 1024.0 / 1024:0} GB of memory, load average at the start {load}, commit {commit}";
    }

    private static async Task<string> CommitAsync()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", PortalInstance.Repository, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
        var commit = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        return commit.Trim();
    }
}
