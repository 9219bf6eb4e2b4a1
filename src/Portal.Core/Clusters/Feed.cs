namespace Portal.Core.Clusters;

/// <summary>
/// The live state of one kind. One publisher feeds it (an informer); any number of subscribers follow it. State, snapshots and the handing
/// out of changes share one lock, so that a subscriber sees every change after its snapshot, once and in order.
/// </summary>
/// <param name="time">Paces the batches.</param>
/// <param name="pendingLimit">How many changed objects are kept for a subscriber that does not read; beyond it gets a fresh snapshot.</param>
public sealed class Feed<T>(TimeProvider time, int pendingLimit = 5_000) : IFeed<T>
    where T : class, IClusterObject
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Namespace, string Name), T> _objects = [];
    private readonly List<FeedSubscription<T>> _subscriptions = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T[]? _current;

    /// <inheritdoc/>
    public IReadOnlyCollection<T> Current
    {
        get
        {
            lock (_gate)
            {
                return _current ??= [.. _objects.Values];
            }
        }
    }

    /// <summary>Whether the first list has been read.</summary>
    public bool IsSynced => _synced.Task.IsCompleted;

    /// <inheritdoc/>
    public T? Find(string ns, string name)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault((ns, name));
        }
    }

    /// <inheritdoc/>
    public Task WaitForSyncAsync(CancellationToken ct) => _synced.Task.WaitAsync(ct);

    /// <inheritdoc/>
    public IFeedSubscription<T> Subscribe(Func<T, bool>? filter = null)
    {
        lock (_gate)
        {
            T[] snapshot = filter is null ? [.. _objects.Values] : [.. _objects.Values.Where(filter)];
            var subscription = new FeedSubscription<T>(this, filter, snapshot, time, pendingLimit);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>
    /// Takes over changes, in order. Whether one counts as added or modified follows from what is held, not from its type; removing an
    /// object that is not held does nothing.
    /// </summary>
    public void Publish(IReadOnlyList<Change<T>> changes)
    {
        lock (_gate)
        {
            foreach (var (type, value) in changes)
            {
                var key = (value.Key.Namespace, value.Key.Name);
                var before = _objects.GetValueOrDefault(key);
                if (type != ChangeType.Deleted)
                {
                    _objects[key] = value;
                }
                else if (!_objects.Remove(key))
                {
                    continue;
                }

                foreach (var subscription in _subscriptions)
                {
                    subscription.Push(key, before, type == ChangeType.Deleted ? null : value, value);
                }
            }

            _current = null;
        }
    }

    /// <summary>Says that the first list has been published completely.</summary>
    public void MarkSynced() => _synced.TrySetResult();

    /// <summary>Runs <paramref name="action"/> on what is held while nothing changes.</summary>
    internal TResult Locked<TResult>(Func<IReadOnlyCollection<T>, TResult> action)
    {
        lock (_gate)
        {
            return action(_objects.Values);
        }
    }

    internal void Leave(FeedSubscription<T> subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
