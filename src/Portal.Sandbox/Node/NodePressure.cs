using System.Globalization;

namespace Portal.Sandbox.Node;

/// <summary>Whether memory or disk are about to run out, by kubelet's own limits. The sandbox only says so: it puts no pod out for it.</summary>
internal static class NodePressure
{
    private const string MemoryFile = "/proc/meminfo";
    private const string Available = "MemAvailable:";
    private const long LeastMemoryKilobytes = 100 * 1024;
    private const double LeastDisk = 0.1;

    /// <param name="folder">A folder on the disk in question.</param>
    public static IEnumerable<NodeCondition> Measure(string folder)
    {
        yield return AvailableMemory() < LeastMemoryKilobytes
            ? new("MemoryPressure", true, "KubeletHasInsufficientMemory", "kubelet has insufficient memory available")
            : new("MemoryPressure", false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available");
        yield return FreeDisk(folder) < LeastDisk
            ? new("DiskPressure", true, "KubeletHasDiskPressure", "kubelet has disk pressure")
            : new("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure");
    }

    /// <summary>In KiB; all that there can be where nobody says.</summary>
    private static long AvailableMemory() =>
        File.Exists(MemoryFile) && File.ReadLines(MemoryFile).FirstOrDefault(l => l.StartsWith(Available, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(Available.Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture)
            : long.MaxValue;

    private static double FreeDisk(string folder)
    {
        var disk = new DriveInfo(folder);
        return disk.TotalSize > 0 ? (double)disk.AvailableFreeSpace / disk.TotalSize : 1;
    }
}
