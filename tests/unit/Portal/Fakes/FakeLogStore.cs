using System.Collections.Concurrent;
using Portal.Core.Logs;

namespace Portal.UnitTests.Fakes;

/// <summary>Logs in memory.</summary>
public sealed class FakeLogStore : ILogStore
{
    private readonly ConcurrentDictionary<LogId, Log> _logs = new();

    private int _reads;

    /// <summary>Calls of <see cref="ReadAsync"/>.</summary>
    public int Reads => _reads;

    public static LogId Id(string runUid, string pod = "pi-driver", string container = "spark-kubernetes-driver") => new(FakeCluster.ClusterId, runUid, pod, $"uid-{pod}", container);

    public void Create(LogId id, string role = "driver", int attempt = 1) => _logs[id] = new Log(role, attempt);

    public void Append(LogId id, params IEnumerable<string> lines)
    {
        var log = _logs[id];
        lock (log)
        {
            log.State = LogState.Streaming;
            foreach (var text in lines)
            {
                log.Lines.Add(new LogLine(1_780_000_000_000_000_042 + (log.Lines.Count * 1_000_000L), text));
            }
        }

        log.Signal();
    }

    public void End(LogId id)
    {
        _logs[id].State = LogState.Ended;
        _logs[id].Signal();
    }

    public IReadOnlyList<LogInfo> List(string cluster, string runUid) =>
        [.. _logs.Where(pair => pair.Key.Cluster == cluster && pair.Key.RunUid == runUid)
            .Select(pair => new LogInfo(pair.Key, pair.Value.Role, pair.Value.Attempt, pair.Value.Lines.Count, 0, pair.Value.State))
            .OrderBy(info => info.Role, StringComparer.Ordinal).ThenBy(info => info.Attempt)];

    public ValueTask<LogWindow> ReadAsync(LogId log, long from, int count, CancellationToken ct)
    {
        Interlocked.Increment(ref _reads);
        var held = Find(log);
        lock (held)
        {
            return ValueTask.FromResult(new LogWindow(from, [.. held.Lines.Skip((int)from).Take(count)], held.Lines.Count, held.State));
        }
    }

    public async Task WaitForMoreAsync(LogId log, long total, LogState state, CancellationToken ct)
    {
        var held = Find(log);
        while (true)
        {
            var changed = held.Changed;
            if (held.Lines.Count > total || held.State != state)
            {
                return;
            }

            await changed.WaitAsync(ct);
        }
    }

    private Log Find(LogId id) => _logs.TryGetValue(id, out var log) ? log : throw new FileNotFoundException("No such log.");

    private sealed class Log(string role, int attempt)
    {
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Role { get; } = role;

        public int Attempt { get; } = attempt;

        public List<LogLine> Lines { get; } = [];

        public LogState State { get; set; }

        public Task Changed => Volatile.Read(ref _changed).Task;

        public void Signal() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
