using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Portal.Core.Logs;

/// <summary>
/// The logs in one folder: <c>{cluster}/{run uid}/{pod uid}.{container}/</c> each. What is there is known from the folder alone, so that
/// logs are found again whatever else was lost.
/// </summary>
public sealed partial class LogStore : ILogStore, IDisposable
{
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<LogId, LiveLog> _live = [];
    private readonly FileStream _inUse;

    /// <param name="folder">Where the logs are kept; created when it is missing.</param>
    /// <exception cref="IOException">Another portal writes there.</exception>
    public LogStore(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        try
        {
            _inUse = new FileStream(Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The log folder {folder} is in use by another portal. Stop that one, or give this one a folder of its own. ({e.Message})", e);
        }
    }

    public IReadOnlyList<LogInfo> List(string cluster, string runUid)
    {
        if (!IsName(runUid) || RunFolder(cluster, runUid) is var folder && !Directory.Exists(folder))
        {
            return [];
        }

        var infos = Directory.EnumerateDirectories(folder).Select(Meta).OfType<LogMeta>().Select(Info);
        return [.. infos.OrderBy(i => i.Role switch { "driver" => 0, "executor" => 1, _ => 2 }).ThenBy(i => i.Attempt).ThenBy(i => i.Id.Pod, NaturalOrder.Instance).ThenBy(i => i.Id.Container, StringComparer.Ordinal)];
    }

    public ValueTask<LogWindow> ReadAsync(LogId log, long from, int count, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (folder, extent, state) = Find(log);
        var lines = LogSpoolReader.Read(folder, extent, from, count);
        return ValueTask.FromResult(new LogWindow(from, lines, extent.Lines, state));
    }

    public Task WaitForMoreAsync(LogId log, long total, LogState state, CancellationToken ct)
    {
        if (Live(log) is { } live)
        {
            return live.WaitForMoreAsync(total, state, ct);
        }

        var (_, extent, now) = Find(log);
        return extent.Lines > total || now != state ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
    }

    /// <summary>The log to write to, created when it is not there; null when it has ended already.</summary>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    internal LiveLog? Open(LogMeta meta)
    {
        lock (_lock)
        {
            if (_live.TryGetValue(meta.Id, out var live))
            {
                return live;
            }

            if (Folder(meta.Id) is not { } folder)
            {
                throw new ArgumentException($"{meta.Id} does not name a log.", nameof(meta));
            }

            var known = LogMeta.Read(folder);
            return known?.Extent is not null ? null : _live[meta.Id] = new LiveLog(known ?? meta, folder);
        }
    }

    /// <summary>Ends a log: from now on it is only read.</summary>
    /// <exception cref="IOException">The disk is full; it may be called again.</exception>
    internal void End(LiveLog log)
    {
        log.End();
        lock (_lock)
        {
            _live.TryRemove(log.Meta.Id, out _);
            log.Dispose();
        }
    }

    /// <summary>Logs that have not ended, whether they are being written or were left behind by a portal that stopped.</summary>
    internal IEnumerable<LogMeta> Unfinished(string cluster)
    {
        var folder = ClusterFolder(cluster);
        return !Directory.Exists(folder) ? [] :
            Directory.EnumerateDirectories(folder).SelectMany(Directory.EnumerateDirectories).Select(LogMeta.Read).OfType<LogMeta>().Where(m => m.Extent is null);
    }

    public void Dispose()
    {
        foreach (var live in _live.Values)
        {
            live.Dispose();
        }

        _inUse.Dispose();
    }

    private (string Folder, LogExtent Extent, LogState State) Find(LogId log)
    {
        if (Live(log) is { } live)
        {
            // The state first: a log that has ended then holds all of its lines.
            var state = live.State;
            return (live.Folder, live.Extent, state);
        }

        return Folder(log) is { } folder && LogMeta.Read(folder) is { Extent: { } extent } ? (folder, extent, LogState.Ended)
            : throw new FileNotFoundException($"There is no log of container {log.Container} of pod {log.Pod}.");
    }

    // A log that nobody writes but that has not ended is opened, so that what is torn is cut before it is read.
    private LiveLog? Live(LogId log)
    {
        if (_live.TryGetValue(log, out var live))
        {
            return live;
        }

        return Folder(log) is { } folder && LogMeta.Read(folder) is { Extent: null } meta && meta.Id == log ? Open(meta) : null;
    }

    private LogMeta? Meta(string folder) => LogMeta.Read(folder);

    private LogInfo Info(LogMeta meta)
    {
        var (_, extent, state) = Find(meta.Id);
        return new LogInfo(meta.Id, meta.Role, meta.Attempt, extent.Lines, extent.Bytes, state);
    }

    // Names come from requests too: only such as Kubernetes gives become part of a path.
    private string? Folder(LogId log) =>
        IsName(log.RunUid) && IsName(log.PodUid) && IsName(log.Container) ? Path.Combine(RunFolder(log.Cluster, log.RunUid), $"{log.PodUid}.{log.Container}") : null;

    private string RunFolder(string cluster, string runUid) => Path.Combine(ClusterFolder(cluster), runUid);

    private string ClusterFolder(string cluster) => Path.Combine(_folder, "c-" + Uri.EscapeDataString(cluster));

    private static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9]{0,98}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
