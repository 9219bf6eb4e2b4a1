using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.E2E.Support;
using Portal.Kube;

namespace Portal.Bench.Scale;

/// <summary>The portal's own client in this process: how long it takes to hold all pods, beside <c>kubectl</c> reading the same ones, and what one pod takes up.</summary>
internal static class PodListing
{
    /// <returns>Times of the portal's client and of kubectl, and bytes per pod.</returns>
    public static async Task<(IReadOnlyList<TimeRow> Times, IReadOnlyList<FigureRow> Figures)> MeasureAsync(PortalInstance portal, int rounds)
    {
        List<double> ours = [], oursCpu = [], theirs = [], theirsCpu = [];
        double bytes = 0;
        for (var round = 0; round <= rounds; round++)
        {
            Progress.Say($"List {round} of {rounds} ...");
            var (wall, cpu, perPod) = await ListAsync(portal);
            if (round == 0)
            {
                bytes = perPod;
                continue; // The runtime compiled meanwhile. A portal lists once it runs, kubectl comes compiled.
            }

            ours.Add(wall);
            oursCpu.Add(cpu);
            if (Kubectl.Installed)
            {
                var (time, used) = await KubectlAsync(portal);
                theirs.Add(time);
                theirsCpu.Add(used);
            }
        }

        List<TimeRow> times = [new("List all pods into the portal's cache", ours), new("… in CPU time", oursCpu)];
        if (theirs.Count > 0)
        {
            times.Add(new("The same pods by `kubectl get pods -o name`", theirs));
            times.Add(new("… in CPU time", theirsCpu));
        }

        return (times, [new("Memory of one cached pod", $"{bytes:0} B", "≤ 2048 B", bytes <= 2048)]);
    }

    private static async Task<(double Wall, double Cpu, double BytesPerPod)> ListAsync(PortalInstance portal)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning));
        services.AddKubeCluster(new KubeOptions { Kubeconfig = Path.Combine(portal.DataFolder, "kubeconfig") });
        await using var provider = services.BuildServiceProvider();
        var hosted = provider.GetRequiredService<IHostedService>();
        var feed = provider.GetRequiredService<ICluster>().Feed<PodView>();
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var started = TimeProvider.System.GetTimestamp();
        await hosted.StartAsync(CancellationToken.None);
        await feed.WaitForSyncAsync(CancellationToken.None);
        var wall = TimeProvider.System.GetElapsedTime(started);
        self.Refresh();
        var used = self.TotalProcessorTime - cpu;
        var pods = feed.Current.Count;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        await hosted.StopAsync(CancellationToken.None);
        return (wall.TotalMilliseconds, used.TotalMilliseconds, (double)held / pods);
    }

    private static async Task<(double Wall, double Cpu)> KubectlAsync(PortalInstance portal)
    {
        // The shell's own word for what its children used: user and system, such as 0m1.234s 0m0.123s, on the second line.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "kubectl get pods -A -o name > /dev/null; times"]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = Path.Combine(portal.DataFolder, "kubeconfig");
        var started = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        var used = (await process.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1].Split(' ');
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        return (elapsed.TotalMilliseconds, used.Sum(Milliseconds));
    }

    private static double Milliseconds(string minutes)
    {
        var parts = minutes.Trim().TrimEnd('s').Split('m');
        return ((double.Parse(parts[0], CultureInfo.InvariantCulture) * 60) + double.Parse(parts[1], CultureInfo.InvariantCulture)) * 1000;
    }
}
