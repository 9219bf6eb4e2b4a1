using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Portal.Core.Clusters;

/// <summary>
/// One subscriber of a <see cref="Feed{T}"/>. Keeps, per object, what the subscriber was last told and what is true now; the change between
/// the two is worked out when it reads, so that any number of changes in between become one, or none.
/// </summary>
internal sealed class FeedSubscription<T> : IFeedSubscription<T>
    where T : class, IClusterObject
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Feed<T> _feed;
    private readonly Func<T, bool>? _filter;
    private readonly TimeProvider _time;
    private readonly int _pendingLimit;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<(string Namespace, string Name), Pending> _pending = [];
    private bool _lagged;

    internal FeedSubscription(Feed<T> feed, Func<T, bool>? filter, T[] snapshot, TimeProvider time, int pendingLimit)
    {
        (_feed, _filter, Snapshot, _time, _pendingLimit) = (feed, filter, snapshot, time, pendingLimit);
    }

    public IReadOnlyList<T> Snapshot { get; }

    public async IAsyncEnumerable<FeedBatch<T>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        long? last = null;
        while (await _bell.Reader.WaitToReadAsync(ct))
        {
            // The first change after a quiet time goes out at once; only those that follow closely are gathered.
            if (last is { } at && Pace - _time.GetElapsedTime(at) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, _time, ct);
            }

            _bell.Reader.TryRead(out _);
            if (Take() is { } batch)
            {
                last = _time.GetTimestamp();
                yield return batch;
            }
        }
    }

    public void Dispose()
    {
        _feed.Leave(this);
        _bell.Writer.TryComplete();
    }

    /// <summary>Notes a change; called under the feed's lock.</summary>
    /// <param name="key">Namespace and name.</param>
    /// <param name="before">What the feed held.</param>
    /// <param name="now">What it holds; null when deleted.</param>
    /// <param name="latest">The newest state, also of a deleted object.</param>
    internal void Push((string Namespace, string Name) key, T? before, T? now, T latest)
    {
        if (_lagged)
        {
            return;
        }

        try
        {
            var known = _pending.TryGetValue(key, out var pending);
            var told = known ? pending.Told : Matching(before);
            now = Matching(now);
            if (told is null && now is null)
            {
                _pending.Remove(key);
                return;
            }

            // An object under the same name but with another uid says nothing about the last state of the one that was told.
            var final = told?.Uid == latest.Uid ? latest : known ? pending.Final : before;
            _pending[key] = new Pending(told, now, final);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A filter that throws must not hurt the publisher: its owner hears of it when reading.
            _bell.Writer.TryComplete(e);
            return;
        }

        if (_pending.Count > _pendingLimit)
        {
            _pending.Clear();
            _lagged = true;
        }

        _bell.Writer.TryWrite(true);
    }

    private T? Matching(T? value) => value is null || _filter?.Invoke(value) == false ? null : value;

    private FeedBatch<T>? Take() => _feed.Locked(held =>
    {
        if (_lagged)
        {
            _lagged = false;
            return new FeedBatch<T>(Reset: true, [.. held.Where(o => Matching(o) is not null).Select(o => new Change<T>(ChangeType.Added, o))]);
        }

        var changes = new List<Change<T>>(_pending.Count);
        foreach (var (told, now, final) in _pending.Values)
        {
            if (told is not null && now is not null && told.Uid == now.Uid)
            {
                changes.Add(new Change<T>(ChangeType.Modified, now));
                continue;
            }

            if (told is not null)
            {
                changes.Add(new Change<T>(ChangeType.Deleted, final ?? told));
            }

            if (now is not null)
            {
                changes.Add(new Change<T>(ChangeType.Added, now));
            }
        }

        _pending.Clear();
        return changes.Count == 0 ? null : new FeedBatch<T>(Reset: false, changes);
    });

    /// <param name="Told">What the subscriber holds; null when nothing.</param>
    /// <param name="Now">What it should hold; null when nothing.</param>
    /// <param name="Final">The newest state known of the object in <paramref name="Told"/>.</param>
    private readonly record struct Pending(T? Told, T? Now, T? Final);
}
