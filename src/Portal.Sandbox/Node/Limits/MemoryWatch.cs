using System.Collections.Concurrent;
using Portal.Sandbox.Node.Pods;
using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Node.Limits;

/// <summary>
/// Kills a container whose processes together use more memory than its limit, where the kernel cannot be made to do it.
/// Looks four times a second: a limit can be passed for that long.
/// </summary>
internal sealed class MemoryWatch(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<RunningContainer, long> _limits = new();

    /// <summary>Watches a container until it ends.</summary>
    public void Add(RunningContainer container, long limit)
    {
        _limits[container] = limit;
        _ = container.Ended.ContinueWith(_ => _limits.TryRemove(container, out var _), TaskScheduler.Default);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (!_limits.IsEmpty)
            {
                Look();
            }
        }
    }

    private void Look()
    {
        var tree = ProcessTree.Read();
        foreach (var (container, limit) in _limits)
        {
            var processes = tree.From(container.ProcessId);
            // Shared pages count for every process in the quick sum, so one that is too high is looked at again more closely.
            if (processes.Sum(p => p.Resident) > limit && processes.Sum(p => ProcFile.ProportionalMemory(p.Id) ?? p.Resident) > limit)
            {
                container.KillForMemory();
            }
        }
    }
}
