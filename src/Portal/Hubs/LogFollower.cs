using System.Runtime.CompilerServices;
using Portal.Core.Logs;

namespace Portal.Hubs;

/// <summary>
/// Follows the end of a log for one reader. A line that comes after a pause is passed on at once, further ones in batches. A reader that
/// falls behind is given the newest lines and the total: it can ask for those in between, and never needs to keep up with the writer.
/// </summary>
public sealed class LogFollower(ILogStore logs, TimeProvider time)
{
    /// <summary>Most lines in one batch.</summary>
    public const int Batch = 500;

    /// <summary>Shortest time between two batches.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <param name="log">Which log.</param>
    /// <param name="from">First line wanted; below 0 for the newest ones.</param>
    /// <param name="ct">Ends the following.</param>
    /// <returns>Windows, the first at once even when it is empty, until the log has ended and its last line was given.</returns>
    /// <exception cref="FileNotFoundException">No such log.</exception>
    public async IAsyncEnumerable<LogWindow> FollowAsync(LogId log, long from, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = from;
        while (true)
        {
            var window = await NewestAsync(log, next, ct);
            yield return window;
            next = window.From + window.Lines.Count;
            if (window.State == LogState.Ended && next >= window.Total)
            {
                yield break;
            }

            var pace = Task.Delay(Pace, time, ct);
            await logs.WaitForMoreAsync(log, next, window.State, ct);
            await pace;
        }
    }

    private async ValueTask<LogWindow> NewestAsync(LogId log, long next, CancellationToken ct)
    {
        var window = await logs.ReadAsync(log, Math.Max(0, next), Batch, ct);
        var lags = next < 0 || window.Total - next > Batch || window.Total < next;
        return lags && window.Total != window.From + window.Lines.Count || window.Total < next
            ? await logs.ReadAsync(log, Math.Max(0, window.Total - Batch), Batch, ct)
            : window;
    }
}
