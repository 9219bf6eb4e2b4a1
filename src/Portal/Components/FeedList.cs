using System.Collections.ObjectModel;
using Portal.Core.Clusters;

namespace Portal.Components;

/// <summary>Some objects of a feed, kept up to date for one page. Objects that went away stay in the list, marked as gone.</summary>
/// <param name="feed">Where from.</param>
/// <param name="filter">Which.</param>
/// <param name="time">Paces the changes.</param>
/// <param name="order">Their order, by what does not change while an object lives; null leaves them as they came.</param>
/// <param name="counts">Which of them <see cref="Counted"/> counts.</param>
/// <param name="most">Most objects held; further ones are left out.</param>
public sealed class FeedList<T>(IFeed<T> feed, Func<T, bool> filter, TimeProvider time, IComparer<T>? order = null, Func<T, bool>? counts = null, int most = 500)
    where T : class, IClusterObject
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly List<T> _items = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private bool _unordered;

    /// <summary>Raised on the dispatcher that <see cref="RunAsync"/> was started on.</summary>
    public Action? Changed { get; set; }

    public ReadOnlyCollection<T> Items => _items.AsReadOnly();

    /// <summary>How many of those that have not gone count. Kept and not counted each time: to look at thousands costs more than to draw what is shown.</summary>
    public int Counted { get; private set; }

    public bool IsGone(T item) => _gone.Contains(item.Uid);

    /// <summary>Whether this very object is in the list, gone or not.</summary>
    public bool Holds(string uid) => _places.ContainsKey(uid);

    /// <summary>Whether this very object exists, be it in the list already or not.</summary>
    public bool Exists(string ns, string name, string uid) => feed.Find(ns, name)?.Uid == uid;

    /// <summary>Follows the feed until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var subscription = feed.Subscribe(filter);
        foreach (var item in subscription.Snapshot)
        {
            Put(item);
        }

        Order();
        Changed?.Invoke();
        try
        {
            await foreach (var batch in subscription.ReadAsync(ct))
            {
                Apply(batch);
                Changed?.Invoke();

                // The more there is to go through, the more changes are gathered; what a few objects do is shown at once.
                var pause = TimeSpan.FromMilliseconds(_items.Count);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private void Apply(FeedBatch<T> batch)
    {
        if (batch.Reset)
        {
            _gone.UnionWith(_places.Keys);
            Counted = 0;
        }

        foreach (var change in batch.Changes)
        {
            if (change.Type == ChangeType.Deleted)
            {
                Remove(change.Object.Uid);
            }
            else
            {
                Put(change.Object);
            }
        }

        Order();
    }

    private void Put(T item)
    {
        var gone = _gone.Remove(item.Uid);
        if (_places.TryGetValue(item.Uid, out var place))
        {
            Counted += Weight(item) - (gone ? 0 : Weight(_items[place]));
            _items[place] = item;
        }
        else if (_items.Count < most)
        {
            Counted += Weight(item);
            _places.Add(item.Uid, _items.Count);
            _items.Add(item);
            _unordered = true;
        }
    }

    private void Remove(string uid)
    {
        if (_places.TryGetValue(uid, out var place) && _gone.Add(uid))
        {
            Counted -= Weight(_items[place]);
        }
    }

    private int Weight(T item) => counts?.Invoke(item) == true ? 1 : 0;

    private void Order()
    {
        if (order is not null && _unordered)
        {
            _items.Sort(order);
            for (var i = 0; i < _items.Count; i++)
            {
                _places[_items[i].Uid] = i;
            }
        }

        _unordered = false;
    }
}
