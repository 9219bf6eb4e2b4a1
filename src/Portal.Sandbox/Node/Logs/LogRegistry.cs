using System.Collections.Concurrent;

namespace Portal.Sandbox.Node.Logs;

/// <summary>Logs that are being written, by folder.</summary>
internal sealed class LogRegistry
{
    private readonly ConcurrentDictionary<string, LogFile> _open = new();

    public void Add(string folder, LogFile log) => _open[folder] = log;

    public void Remove(string folder) => _open.TryRemove(folder, out _);

    /// <summary>The log while it is being written; null for one that is complete.</summary>
    public LogFile? Find(string folder) => _open.GetValueOrDefault(folder);
}
