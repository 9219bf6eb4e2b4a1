using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Portal.Core.History;

/// <summary>
/// Tells readers in this process which runs changed. A reader that is busy gets one coalesced set when it comes back; one that would get
/// more than <see cref="MaxPending"/> gets an empty set instead, which means: read everything again.
/// </summary>
public sealed class RunChanges
{
    public const int MaxPending = 5_000;

    private readonly Lock _lock = new();
    private readonly List<Subscriber> _subscribers = [];
    private long _count;

    /// <summary>How many changes there were: as long as it stays the same, what was read is still so.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <param name="workspace">Workspace of the run.</param>
    /// <param name="uid">Uid of the run.</param>
    public void Publish(string workspace, string uid)
    {
        Interlocked.Increment(ref _count);
        lock (_lock)
        {
            foreach (var subscriber in _subscribers)
            {
                if (subscriber.Workspace is null || subscriber.Workspace == workspace)
                {
                    subscriber.Add(uid);
                }
            }
        }
    }

    /// <summary>Has every reader read everything again.</summary>
    public void PublishAll()
    {
        Interlocked.Increment(ref _count);
        lock (_lock)
        {
            _subscribers.ForEach(subscriber => subscriber.AddAll());
        }
    }

    /// <summary>Sets of uids from now on, until cancelled. The subscription begins with the call, not with the first read.</summary>
    /// <param name="workspace">Only runs of this workspace; null means all.</param>
    /// <param name="ct">Ends the stream.</param>
    public IAsyncEnumerable<IReadOnlyCollection<string>> WatchAsync(string? workspace, CancellationToken ct)
    {
        var subscriber = new Subscriber(workspace);
        lock (_lock)
        {
            _subscribers.Add(subscriber);
        }

        // Leaving by the token, so that a stream that is never read goes too.
        var leaving = ct.Register(() => Leave(subscriber));
        return ReadAsync(subscriber, leaving, ct);
    }

    private async IAsyncEnumerable<IReadOnlyCollection<string>> ReadAsync(Subscriber subscriber, CancellationTokenRegistration leaving, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            while (await subscriber.WaitAsync(ct))
            {
                IReadOnlyCollection<string>? uids;
                lock (_lock)
                {
                    uids = subscriber.Take();
                }

                if (uids is not null)
                {
                    yield return uids;
                }
            }
        }
        finally
        {
            Leave(subscriber);
            await leaving.DisposeAsync();
        }
    }

    private void Leave(Subscriber subscriber)
    {
        lock (_lock)
        {
            _subscribers.Remove(subscriber);
        }
    }

    private sealed class Subscriber(string? workspace)
    {
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private HashSet<string> _pending = [];
        private bool _overflow;

        public string? Workspace { get; } = workspace;

        public void Add(string uid)
        {
            if (_pending.Count >= MaxPending)
            {
                AddAll();
            }

            if (!_overflow)
            {
                _pending.Add(uid);
            }

            _signal.Writer.TryWrite(true);
        }

        public void AddAll()
        {
            _pending.Clear();
            _overflow = true;
            _signal.Writer.TryWrite(true);
        }

        public async ValueTask<bool> WaitAsync(CancellationToken ct) => await _signal.Reader.ReadAsync(ct);

        public HashSet<string>? Take()
        {
            var uids = _pending.Count > 0 || _overflow ? _pending : null;
            _pending = [];
            _overflow = false;
            return uids;
        }
    }
}
