using System.Threading.Channels;

namespace Portal.Core.History.Live;

/// <summary>
/// Runs with changes that others hear of a little later. Whoever hears of a run looks through all its pods, so such a change waits as many
/// milliseconds as the run has pods, at most a second, since the last time, and goes out together with those that follow it; after a quiet
/// time it does not wait. Only touched under the lock of <see cref="LiveRuns"/>, but for the waiting.
/// </summary>
internal sealed class HeldRuns(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<LiveRun> _held = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public bool Contains(LiveRun run) => _held.Contains(run);

    /// <summary>Holds the run; false when it need not wait.</summary>
    public bool TryHold(LiveRun run)
    {
        if (IsDue(run))
        {
            return false;
        }

        _held.Add(run);
        _bell.Writer.TryWrite(true);
        return true;
    }

    public void Remove(LiveRun run) => _held.Remove(run);

    /// <summary>Others hear of the run now.</summary>
    public void Announced(LiveRun run)
    {
        _held.Remove(run);
        run.Announced(time.GetTimestamp());
    }

    /// <summary>The runs that have waited long enough.</summary>
    public IReadOnlyList<LiveRun> Due()
    {
        if (_held.Count == 0)
        {
            _bell.Reader.TryRead(out _);
        }

        return [.. _held.Where(IsDue)];
    }

    /// <summary>Completes when it is time to look for runs that are due.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        await _bell.Reader.WaitToReadAsync(ct);
        await Task.Delay(LookEvery, time, ct);
    }

    private bool IsDue(LiveRun run) =>
        run.AnnouncedAt is not { } at || time.GetElapsedTime(at) is var since && (since >= Longest || since.TotalMilliseconds >= run.PodCount);
}
