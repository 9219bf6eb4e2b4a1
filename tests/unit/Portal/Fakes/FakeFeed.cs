using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Portal.Core.Clusters;

namespace Portal.UnitTests.Fakes;

/// <summary>A feed that a test writes to.</summary>
public sealed class FakeFeed<T> : IFeed<T>
    where T : class, IClusterObject
{
    private readonly Dictionary<string, T> _items = [];
    private readonly List<Subscription> _subscriptions = [];

    public IReadOnlyCollection<T> Current => [.. _items.Values];

    public T? Find(string ns, string name) => _items.Values.FirstOrDefault(i => i.Key.Namespace == ns && i.Key.Name == name);

    public Task WaitForSyncAsync(CancellationToken ct) => Task.CompletedTask;

    public IFeedSubscription<T> Subscribe(Func<T, bool>? filter = null)
    {
        var subscription = new Subscription([.. _items.Values.Where(i => filter?.Invoke(i) ?? true)], filter);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public void Put(T item)
    {
        var type = _items.ContainsKey(item.Uid) ? ChangeType.Modified : ChangeType.Added;
        _items[item.Uid] = item;
        Send(new Change<T>(type, item));
    }

    public void Remove(T item)
    {
        _items.Remove(item.Uid);
        Send(new Change<T>(ChangeType.Deleted, item));
    }

    private void Send(Change<T> change)
    {
        foreach (var subscription in _subscriptions.Where(s => s.Filter?.Invoke(change.Object) ?? true))
        {
            subscription.Batches.Writer.TryWrite(new FeedBatch<T>(false, [change]));
        }
    }

    private sealed class Subscription(IReadOnlyList<T> snapshot, Func<T, bool>? filter) : IFeedSubscription<T>
    {
        public Channel<FeedBatch<T>> Batches { get; } = Channel.CreateUnbounded<FeedBatch<T>>();

        public Func<T, bool>? Filter { get; } = filter;

        public IReadOnlyList<T> Snapshot { get; } = snapshot;

        public async IAsyncEnumerable<FeedBatch<T>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var batch in Batches.Reader.ReadAllAsync(ct))
            {
                yield return batch;
            }
        }

        public void Dispose() => Batches.Writer.TryComplete();
    }
}
