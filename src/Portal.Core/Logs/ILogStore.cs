namespace Portal.Core.Logs;

/// <summary>All logs that the portal holds, live and old: the one place that pages, hub and REST read from.</summary>
public interface ILogStore
{
    /// <summary>Logs of a run, driver first, then executors by name.</summary>
    IReadOnlyList<LogInfo> List(string cluster, string runUid);

    /// <summary>The lines [from, from + count) that are there.</summary>
    /// <exception cref="FileNotFoundException">No such log.</exception>
    ValueTask<LogWindow> ReadAsync(LogId log, long from, int count, CancellationToken ct);

    /// <summary>Completes when the log holds more than <paramref name="total"/> lines, or its state is no longer <paramref name="state"/>.</summary>
    Task WaitForMoreAsync(LogId log, long total, LogState state, CancellationToken ct);
}
