using Portal.Core.Logs;

namespace Portal.UnitTests.Pages.Fakes;

/// <summary>Logs in memory.</summary>
public sealed class FakeLogs : ILogStore
{
    public Dictionary<LogId, List<LogLine>> Logs { get; } = [];

    public IReadOnlyList<LogInfo> List(string cluster, string runUid) =>
        [.. Logs.Where(l => l.Key.RunUid == runUid).Select(l => new LogInfo(l.Key, "driver", 1, l.Value.Count, 0, LogState.Ended))];

    public ValueTask<LogWindow> ReadAsync(LogId log, long from, int count, CancellationToken ct) =>
        ValueTask.FromResult(new LogWindow(from, [.. Logs[log].Skip((int)from).Take(count)], Logs[log].Count, LogState.Ended));

    public Task WaitForMoreAsync(LogId log, long total, LogState state, CancellationToken ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
}
