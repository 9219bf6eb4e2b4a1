using System.Collections.Immutable;

namespace Portal.Sandbox.Store;

/// <summary>
/// The last changes of one kind, with the state after each, bounded by age, count and bytes (oldest go first). Watchers read it at their own
/// pace, so a slow one costs nothing and loses its place at worst. Not safe by itself: the store's publishing lock guards it.
/// </summary>
internal sealed class WatchLog(StoreOptions options, TimeProvider clock, long since, ImmutableSortedSet<StoredObject> state)
{
    private readonly List<Entry> _entries = [];
    private int _first;
    private long _bytes;
    private ImmutableSortedSet<StoredObject> _base = state;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The oldest version that can be read or watched from.</summary>
    public long Oldest { get; private set; } = since;

    public Task More => _more.Task;

    public void Append(StoreEvent change, ImmutableSortedSet<StoredObject> after)
    {
        _entries.Add(new Entry(change, after, clock.GetTimestamp()));
        _bytes += change.Object.Json.Length;
        Trim();
    }

    public void Wake()
    {
        var waiting = _more;
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }

    /// <summary>Up to <paramref name="max"/> changes after a version.</summary>
    public List<StoreEvent> After(long version, int max)
    {
        Check(version);
        var from = FirstAfter(version);
        var count = Math.Min(max, _entries.Count - from);
        var events = new List<StoreEvent>(count);
        for (var i = from; i < from + count; i++)
        {
            events.Add(_entries[i].Change);
        }
        return events;
    }

    /// <summary>The objects as they were at a version.</summary>
    public ImmutableSortedSet<StoredObject> At(long version)
    {
        Check(version);
        var next = FirstAfter(version);
        return next == _first ? _base : _entries[next - 1].After;
    }

    /// <summary>Forgets every change up to a version.</summary>
    public void Forget(long version)
    {
        while (_first < _entries.Count && _entries[_first].Change.Version <= version)
        {
            DropFirst();
        }
        Oldest = Math.Max(Oldest, version);
        Compact();
    }

    private void Check(long version)
    {
        if (version < Oldest)
        {
            throw new HistoryGoneException(version, Oldest);
        }
    }

    private int FirstAfter(long version)
    {
        var (low, high) = (_first, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Change.Version <= version)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private void Trim()
    {
        while (_first < _entries.Count
            && (_entries.Count - _first > options.HistoryEntries || _bytes > options.HistoryBytes || TooOld(_entries[_first])))
        {
            DropFirst();
        }
        Compact();
    }

    private bool TooOld(Entry entry) => _entries.Count - _first > 1 && clock.GetElapsedTime(entry.At) > options.HistoryAge;

    private void DropFirst()
    {
        var entry = _entries[_first];
        _base = entry.After;
        Oldest = entry.Change.Version;
        _bytes -= entry.Change.Object.Json.Length;
        _entries[_first++] = default;
    }

    private void Compact()
    {
        if (_first > 1024 && _first > _entries.Count / 2 || _first == _entries.Count)
        {
            _entries.RemoveRange(0, _first);
            _first = 0;
        }
    }

    private readonly record struct Entry(StoreEvent Change, ImmutableSortedSet<StoredObject> After, long At);
}
