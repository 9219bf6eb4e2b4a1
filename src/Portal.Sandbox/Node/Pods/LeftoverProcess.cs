using System.Globalization;
using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>
/// Remembers on disk which process a container is, to end it should it outlive the sandbox. It should not: every container dies with the
/// process that started it; this is the second net.
/// </summary>
internal static class LeftoverProcess
{
    private const string FileName = "process";

    // 4242 987654 <boot> 0: number and start time, which together name one process until the next boot, and which run of the container it is.
    public static void Record(string containerFolder, int pid, int instance)
    {
        if (ProcFile.Stat(pid) is { } stat)
        {
            File.WriteAllText(Path.Combine(containerFolder, FileName), string.Create(CultureInfo.InvariantCulture, $"{pid} {stat.StartTime} {BootId()} {instance}"));
        }
    }

    /// <summary>Kills what is left of a container of an earlier sandbox.</summary>
    public static void Sweep(string containerFolder)
    {
        var file = Path.Combine(containerFolder, FileName);
        if (!File.Exists(file))
        {
            return;
        }

        if (File.ReadAllText(file).Split(' ') is [var number, var start, var boot, _] && boot == BootId()
            && int.TryParse(number, CultureInfo.InvariantCulture, out var pid) && long.TryParse(start, CultureInfo.InvariantCulture, out var startTime))
        {
            foreach (var process in Left(pid, startTime))
            {
                _ = Libc.Kill(process.Id, (int)Signal.Kill);
            }
        }
    }

    /// <summary>Whether an earlier sandbox had started this run of a container, even if it was killed before it could say so.</summary>
    public static bool HadStarted(string containerFolder, int instance)
    {
        var file = Path.Combine(containerFolder, FileName);
        return File.Exists(file) && File.ReadAllText(file).Split(' ') is [_, _, _, var recorded] && recorded == instance.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<ProcStat> Left(int pid, long startTime)
    {
        var tree = ProcessTree.Read();
        if (ProcFile.Stat(pid) is { } leader)
        {
            return leader.StartTime == startTime ? tree.From(pid) : [];
        }

        // Without its first process, bubblewrap's second one may wait for ever to be told to go on.
        return tree.Group(pid).Where(p => p.StartTime >= startTime && ProcFile.Program(p.Id) == HostTools.Find("bwrap"));
    }

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
