using System.Runtime.CompilerServices;
using Portal.Core.History.Live;
using Portal.Core.Jobs;

namespace Portal.Core.History;

/// <summary>
/// Reads of runs with many pods, shared by those who want the same one: looking through ten thousand pods costs as much as a page, and
/// twenty pages on one run ask at the same moment. What was read is given out for a second at most, and not after anything changed.
/// </summary>
public sealed class SharedReads(RunChanges changes, TimeProvider time)
{
    private const int Few = 100;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<RunFacts, Entry> _entries = [];

    /// <param name="facts">What the cluster shows of the run.</param>
    /// <param name="read">Reads the run; gets a token of its own when others may wait for it too.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<JobRun> ReadAsync(RunFacts facts, Func<CancellationToken, Task<JobRun>> read, CancellationToken ct)
    {
        if (facts.Pods.Count <= Few)
        {
            return read(ct);
        }

        lock (_lock)
        {
            if (!_entries.TryGetValue(facts, out var entry) || entry.Change != changes.Count || entry.Run.IsFaulted || time.GetElapsedTime(entry.At) > Life)
            {
                var change = changes.Count;
                entry = new Entry(change, time.GetTimestamp(), Task.Run(() => read(CancellationToken.None), CancellationToken.None));
                _entries.AddOrUpdate(facts, entry);
            }

            return entry.Run.WaitAsync(ct);
        }
    }

    /// <param name="Change">How many changes there were before.</param>
    /// <param name="At">Time stamp of its beginning.</param>
    /// <param name="Run">The run.</param>
    private sealed record Entry(long Change, long At, Task<JobRun> Run);
}
