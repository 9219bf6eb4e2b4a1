using System.Runtime.CompilerServices;
using Portal.Core.Clusters;
using Portal.Core.Logs;

namespace Portal.UnitTests.Core.Support;

/// <summary>A container's log that a test writes and the capture tails.</summary>
internal sealed class FakeLog
{
    private readonly Lock _lock = new();
    private readonly List<LogLine> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;
    private ClusterException? _failure;

    /// <summary>How many readers have begun to tail it.</summary>
    public int Tails { get; private set; }

    public void Write(params string[] lines)
    {
        lock (_lock)
        {
            _lines.AddRange(lines.Select((text, i) => new LogLine(1_763_733_600_000_000_000 + ((_lines.Count + i) * 1_000_000L), text)));
            Signal();
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            Signal();
        }
    }

    /// <summary>Breaks the tails that are open; a new one works again.</summary>
    public void Break(ClusterException failure)
    {
        lock (_lock)
        {
            _failure = failure;
            Signal();
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(LogLine? after, [EnumeratorCancellation] CancellationToken ct)
    {
        int next;
        lock (_lock)
        {
            Tails++;
            _failure = null;
            next = after is { } last ? _lines.LastIndexOf(last) + 1 : 0;
        }

        while (true)
        {
            Task changed;
            IReadOnlyList<LogLine> batch;
            bool ended;
            lock (_lock)
            {
                if (_failure is { } failure)
                {
                    throw failure;
                }

                changed = _changed.Task;
                batch = [.. _lines.Skip(next).Take(500)];
                ended = _ended && next + batch.Count == _lines.Count;
            }

            if (batch.Count > 0)
            {
                next += batch.Count;
                yield return batch;
            }

            if (ended)
            {
                yield break;
            }

            if (batch.Count == 0)
            {
                await changed.WaitAsync(ct);
            }
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
