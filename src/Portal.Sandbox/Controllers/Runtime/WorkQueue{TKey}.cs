using System.Threading.Channels;

namespace Portal.Sandbox.Controllers.Runtime;

/// <summary>
/// Keys waiting for a reconcile. A key waits once however often it is added, is never with two workers at a time, and when it was added while being
/// worked on it comes up again afterwards. Bounded by the number of distinct keys, that is of objects.
/// </summary>
internal sealed class WorkQueue<TKey>(TimeProvider time) : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly HashSet<TKey> _waiting = [];
    private readonly HashSet<TKey> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, (DateTimeOffset Due, ITimer Timer)> _delayed = [];
    private bool _disposed;

    /// <summary>Whether no key can be taken at this moment.</summary>
    public bool IsIdle => _ready.Reader.Count == 0;

    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (_waiting.Add(key) && !_working.Contains(key))
            {
                _ready.Writer.TryWrite(key);
            }
        }
    }

    public void AddAll(IEnumerable<TKey> keys)
    {
        foreach (var key in keys)
        {
            Add(key);
        }
    }

    /// <summary>Adds later; the earliest of several delays of a key wins.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        var due = time.GetUtcNow() + delay;
        lock (_gate)
        {
            if (_disposed || (_delayed.TryGetValue(key, out var other) && other.Due <= due))
            {
                return;
            }

            other.Timer?.Dispose();
            _delayed[key] = (due, time.CreateTimer(_ => Elapsed(key), null, delay, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Adds after a back-off that doubles with every failure in a row: 5 ms up to 30 s.</summary>
    public void Retry(TKey key)
    {
        int failures;
        lock (_gate)
        {
            failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
        }

        AddAfter(key, failures > 13 ? LastRetry : TimeSpan.FromTicks(Math.Min(FirstRetry.Ticks << (failures - 1), LastRetry.Ticks)));
    }

    /// <summary>Ends the row of failures.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>The next key; <see cref="Done"/> must follow.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken ct)
    {
        var key = await _ready.Reader.ReadAsync(ct);
        lock (_gate)
        {
            _waiting.Remove(key);
            _working.Add(key);
        }

        return key;
    }

    public void Done(TKey key)
    {
        lock (_gate)
        {
            _working.Remove(key);
            if (_waiting.Contains(key))
            {
                _ready.Writer.TryWrite(key);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var (_, timer) in _delayed.Values)
            {
                timer.Dispose();
            }

            _delayed.Clear();
        }
    }

    private void Elapsed(TKey key)
    {
        lock (_gate)
        {
            if (_delayed.Remove(key, out var entry))
            {
                entry.Timer.Dispose();
            }
        }

        Add(key);
    }
}
