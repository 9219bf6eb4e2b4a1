using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Sandbox.Node.Limits;

/// <summary>
/// Lets the kernel enforce limits where this process may make control groups, of either version; elsewhere memory is watched
/// (<see cref="MemoryWatch"/>) and CPU limits have no effect.
/// </summary>
internal sealed class ControlGroups(NodeOptions options, ILogger<ControlGroups> logger)
{
    private const string Root = "/sys/fs/cgroup";
    private const int PeriodMicroseconds = 100_000;

    /// <summary>Two sandboxes on one host never touch each other's groups.</summary>
    private readonly string _name =
        "portal-sandbox-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.Folder))))[..12];

    /// <summary>Groups in use. One that is being joined has no process yet, and must not be taken for left over.</summary>
    private readonly ConcurrentDictionary<string, bool> _used = new();

    private string[] _parents = [];
    private bool _isVersion2;

    /// <summary>Whether limits are the kernel's to enforce.</summary>
    public bool Available => _parents.Length > 0;

    /// <summary>Finds out what can be done here, by doing it, and removes what an earlier run left.</summary>
    public void Probe()
    {
        if (!options.UseControlGroups)
        {
            return;
        }

        _isVersion2 = File.Exists($"{Root}/cgroup.controllers");
        string[] parents = _isVersion2 ? [$"{Root}/{_name}"] : [$"{Root}/memory/{_name}", $"{Root}/cpu/{_name}"];
        try
        {
            foreach (var parent in parents)
            {
                // Below a folder that is no control group file system, nothing would be limited.
                if (!File.Exists(Path.Combine(Path.GetDirectoryName(parent)!, "cgroup.procs")))
                {
                    throw new IOException($"{Path.GetDirectoryName(parent)} has no control groups");
                }

                Directory.CreateDirectory(parent);
                if (_isVersion2)
                {
                    Write(Root, "cgroup.subtree_control", "+memory +cpu");
                    Write(parent, "cgroup.subtree_control", "+memory +cpu");
                }
            }

            _parents = parents;
            Sweep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogInformation("Control groups cannot be used here ({Reason}): memory limits are enforced by watching, CPU limits not at all", e.Message);
        }
    }

    /// <summary>A group with the limits given; null when there is nothing to limit, or no way to.</summary>
    /// <param name="name">Name among this sandbox's groups.</param>
    /// <param name="memory">Bytes.</param>
    /// <param name="cpu">Cores.</param>
    public ControlGroup? Create(string name, decimal? memory, decimal? cpu)
    {
        if (!Available || (memory is null && cpu is null))
        {
            return null;
        }

        Sweep();
        _used[name] = true;
        var folders = _parents.Select(parent => Directory.CreateDirectory(Path.Combine(parent, name)).FullName).ToList();
        if (memory is { } bytes)
        {
            Write(folders[0], _isVersion2 ? "memory.max" : "memory.limit_in_bytes", Whole(bytes));
            if (_isVersion2)
            {
                // One that ran out of memory ends as a whole, as on a real node.
                Write(folders[0], "memory.oom.group", "1");
            }
        }

        if (cpu is { } cores)
        {
            const int Shortest = 1000;
            var quota = Whole(Math.Max(cores * PeriodMicroseconds, Shortest));
            Write(folders[^1], _isVersion2 ? "cpu.max" : "cpu.cfs_quota_us", _isVersion2 ? $"{quota} {PeriodMicroseconds}" : quota);
        }

        return new ControlGroup(folders, () => _used.TryRemove(name, out _));
    }

    /// <summary>Removes all groups of this sandbox, for when its containers have ended.</summary>
    public void Remove()
    {
        Sweep();
        Array.ForEach(_parents, TryRemove);
    }

    private void Sweep()
    {
        foreach (var group in _parents.SelectMany(Directory.GetDirectories).Where(g => !_used.ContainsKey(Path.GetFileName(g))))
        {
            TryRemove(group);
        }
    }

    /// <summary>The kernel removes no group that has a process; one that is just ending is got the next time.</summary>
    private static void TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
        }
        catch (IOException)
        {
            // Still in use.
        }
    }

    private static string Whole(decimal number) => decimal.Truncate(number).ToString(CultureInfo.InvariantCulture);

    private static void Write(string folder, string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}
