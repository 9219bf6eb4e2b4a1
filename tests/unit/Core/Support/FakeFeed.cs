using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Portal.Core.Clusters;

namespace Portal.UnitTests.Core.Support;

/// <summary>A feed that a test drives. Changes are delivered at once, coalesced per object while a subscriber is busy.</summary>
internal sealed class FakeFeed<T> : IFeed<T>
    where T : class, IClusterObject
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string), T> _objects = [];
    private readonly List<Subscription> _subscriptions = [];
    private bool _held;

    public IReadOnlyCollection<T> Current
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Values];
            }
        }
    }

    public T? Find(string ns, string name)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault((ns, name));
        }
    }

    public Task WaitForSyncAsync(CancellationToken ct) => Task.CompletedTask;

    public IFeedSubscription<T> Subscribe(Func<T, bool>? filter = null)
    {
        lock (_lock)
        {
            var subscription = new Subscription(this, filter ?? (_ => true), [.. _objects.Values.Where(filter ?? (_ => true))]);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    public void Set(T value)
    {
        lock (_lock)
        {
            var key = (value.Key.Namespace, value.Key.Name);
            if (_objects.TryGetValue(key, out var before) && before.Uid != value.Uid)
            {
                Publish(new(ChangeType.Deleted, before));
            }

            var type = before?.Uid == value.Uid ? ChangeType.Modified : ChangeType.Added;
            _objects[key] = value;
            Publish(new(type, value));
        }
    }

    public void Remove(string ns, string name)
    {
        lock (_lock)
        {
            if (_objects.Remove((ns, name), out var last))
            {
                Publish(new(ChangeType.Deleted, last));
            }
        }
    }

    /// <summary>As after a lost watch: every subscriber gets everything that exists as a reset.</summary>
    public void Relist()
    {
        lock (_lock)
        {
            _subscriptions.ForEach(s => s.Reset([.. _objects.Values]));
        }
    }

    /// <summary>Stops delivering until <see cref="Release"/>, which relists: what came and went meanwhile is never seen.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _held = true;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _held = false;
            Relist();
        }
    }

    private void Publish(Change<T> change)
    {
        if (!_held)
        {
            _subscriptions.ForEach(s => s.Add(change));
        }
    }

    private sealed class Subscription(FakeFeed<T> feed, Func<T, bool> filter, IReadOnlyList<T> snapshot) : IFeedSubscription<T>
    {
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private Dictionary<string, Change<T>> _pending = [];
        private bool _reset;

        public IReadOnlyList<T> Snapshot { get; } = snapshot;

        public void Add(Change<T> change)
        {
            if (filter(change.Object))
            {
                _pending[change.Object.Uid] = change;
                _signal.Writer.TryWrite(true);
            }
        }

        public void Reset(IEnumerable<T> all)
        {
            _reset = true;
            _pending = all.Where(filter).ToDictionary(o => o.Uid, o => new Change<T>(ChangeType.Added, o));
            _signal.Writer.TryWrite(true);
        }

        public async IAsyncEnumerable<FeedBatch<T>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var _ in _signal.Reader.ReadAllAsync(ct))
            {
                FeedBatch<T> batch;
                lock (feed._lock)
                {
                    batch = new(_reset, [.. _pending.Values]);
                    _pending = [];
                    _reset = false;
                }

                yield return batch;
            }
        }

        public void Dispose()
        {
            lock (feed._lock)
            {
                feed._subscriptions.Remove(this);
                _signal.Writer.TryComplete();
            }
        }
    }
}
