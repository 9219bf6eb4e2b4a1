using Portal.Core.Clusters;

namespace Portal.Components;

/// <summary>Some objects of a feed, kept up to date for one page. Objects that went away stay in the list, marked as gone.</summary>
public sealed class FeedList<T>(IFeed<T> feed, Func<T, bool> filter)
    where T : class, IClusterObject
{
    /// <summary>Most objects held; further ones are left out.</summary>
    public const int Most = 500;

    private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);

    /// <summary>Raised on the dispatcher that <see cref="RunAsync"/> was started on.</summary>
    public Action? Changed { get; set; }

    public IReadOnlyCollection<T> Items => _items.Values;

    public bool IsGone(T item) => _gone.Contains(item.Uid);

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

        Changed?.Invoke();
        try
        {
            await foreach (var batch in subscription.ReadAsync(ct))
            {
                Apply(batch);
                Changed?.Invoke();
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
            _gone.UnionWith(_items.Keys);
        }

        foreach (var change in batch.Changes)
        {
            if (change.Type == ChangeType.Deleted)
            {
                _gone.Add(change.Object.Uid);
            }
            else
            {
                Put(change.Object);
            }
        }
    }

    private void Put(T item)
    {
        _gone.Remove(item.Uid);
        if (_items.Count < Most || _items.ContainsKey(item.Uid))
        {
            _items[item.Uid] = item;
        }
    }
}
