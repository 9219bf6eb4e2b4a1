namespace Portal.Kube.Api;

/// <summary>Remembers answers for a while. Bounded: when full, the oldest answer makes room.</summary>
internal sealed class ExpiringCache<TKey, TValue>(int capacity, TimeSpan life, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byAge = new();

    public bool TryGet(TKey key, out TValue? value)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                if (time.GetElapsedTime(node.Value.At) < life)
                {
                    value = node.Value.Value;
                    return true;
                }

                Remove(node);
            }

            value = default;
            return false;
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var old))
            {
                Remove(old);
            }
            else if (_byKey.Count >= capacity)
            {
                Remove(_byAge.First!);
            }

            _byKey[key] = _byAge.AddLast(new Entry(key, value, time.GetTimestamp()));
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byAge.Remove(node);
        _byKey.Remove(node.Value.Key);
    }

    private sealed record Entry(TKey Key, TValue Value, long At);
}
