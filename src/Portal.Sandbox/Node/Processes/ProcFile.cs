using System.Globalization;

namespace Portal.Sandbox.Node.Processes;

/// <summary>Reads <c>/proc</c>; a process that is gone, or not ours to look at, reads as nothing.</summary>
internal static class ProcFile
{
    private static readonly long PageSize = Environment.SystemPageSize;

    /// <summary>Folder of an existing file with all symbolic links resolved, as <c>/proc</c> names it.</summary>
    public static string RealFolder(string file)
    {
        using var handle = File.OpenHandle(file);
        var target = File.ResolveLinkTarget($"/proc/self/fd/{handle.DangerousGetHandle()}", returnFinalTarget: false);
        return Path.GetDirectoryName(target!.FullName)!;
    }

    public static string? WorkingDirectory(int pid) => Try(() => File.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName);

    public static string? Program(int pid) => Try(() => File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName);

    /// <summary>Every process there is.</summary>
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    /// <summary>What <c>/proc/PID/stat</c> says; null when the process is gone.</summary>
    public static ProcStat? Stat(int pid) => Try(() =>
    {
        // 1234 (a name) with) blanks) S 1 1234 1234 0 -1 ...: the name ends at the last bracket.
        var text = File.ReadAllText($"/proc/{pid}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcStat(
            pid,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            int.Parse(fields[2], CultureInfo.InvariantCulture),
            long.Parse(fields[19], CultureInfo.InvariantCulture),
            long.Parse(fields[21], CultureInfo.InvariantCulture) * PageSize);
    });

    /// <summary>Memory of a process in bytes where pages that it shares count in part only; null when that cannot be told.</summary>
    public static long? ProportionalMemory(int pid) => Try(() =>
    {
        // Pss:               12345 kB
        var line = File.ReadLines($"/proc/{pid}/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? (long?)null : long.Parse(line[4..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
    });

    /// <summary>The number that a process has in its innermost process namespace.</summary>
    public static int? InnerId(int pid) => Try(() =>
    {
        // NSpid:	4242	2
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("NSpid:", StringComparison.Ordinal));
        return line is null ? (int?)null : int.Parse(line.Split('\t')[^1], CultureInfo.InvariantCulture);
    });

    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
