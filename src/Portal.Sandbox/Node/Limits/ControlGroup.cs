using System.Globalization;

namespace Portal.Sandbox.Node.Limits;

/// <summary>The kernel's limits for one run of one container: a folder, or with the older interface one for each kind of limit.</summary>
internal sealed class ControlGroup(IReadOnlyList<string> folders, Action release) : IDisposable
{
    private const string KillCount = "oom_kill ";

    /// <summary>Files that a process writes its number into to come under the limits.</summary>
    public IReadOnlyList<string> ProcessFiles { get; } = [.. folders.Select(f => Path.Combine(f, "cgroup.procs"))];

    /// <summary>Whether the kernel had to kill for memory here.</summary>
    public bool WasOutOfMemory()
    {
        // memory.events (or memory.oom_control before cgroup 2) has a line "oom_kill 1".
        foreach (var file in folders.SelectMany(f => (string[])[Path.Combine(f, "memory.events"), Path.Combine(f, "memory.oom_control")]).Where(File.Exists))
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(KillCount, StringComparison.Ordinal));
            if (line is not null && long.Parse(line[KillCount.Length..], CultureInfo.InvariantCulture) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets the group go once its processes have.</summary>
    public void Dispose() => release();
}
