using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Portal.Core.Logs;

namespace Portal.Hubs;

/// <summary>
/// Logs for browsers. Every method takes the ticket of a run (see <see cref="RunTickets"/>) and asks the cluster whether the person may read
/// logs there. Refusals are <see cref="HubException"/>s whose message is one of <see cref="LogHubError"/>.
/// </summary>
[Authorize]
public sealed class LogHub(ILogStore logs, LogHubAccess access, TimeProvider time) : Hub
{
    /// <summary>Where the hub is served.</summary>
    public const string Path = "/hubs/log";

    /// <summary>Most lines that one call of <see cref="Lines"/> gives.</summary>
    public const int MostLines = 2000;

    private const int LongestSearch = 1000;

    // Until the driver's log is there somebody waits for it; after that only executors come and go.
    private static readonly TimeSpan WaitingPace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WatchingPace = TimeSpan.FromSeconds(1);

    /// <summary>The logs of a run, again whenever the list changes.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogEntry>> Logs(string run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = LogHubStreams.Open(Context);
        IReadOnlyList<LogEntry>? told = null;
        while (true)
        {
            var ticket = await access.CheckAsync(Context, run, cancellationToken);
            LogEntry[] entries = [.. logs.List(ticket.Cluster, ticket.RunUid).Select(LogEntry.From)];
            if (told is null || !told.SequenceEqual(entries))
            {
                yield return told = entries;
            }

            await Task.Delay(entries.Length == 0 ? WaitingPace : WatchingPace, time, cancellationToken);
        }
    }

    /// <summary>Up to <see cref="MostLines"/> lines from the given one on.</summary>
    public async Task<LogPage> Lines(string run, string log, long from, int count)
    {
        var id = await FindAsync(run, log, Context.ConnectionAborted);
        return await KnownAsync(async () => LogPage.Of(await logs.ReadAsync(id, Math.Max(0, from), Math.Clamp(count, 1, MostLines), Context.ConnectionAborted)));
    }

    /// <summary>The end of a log as it grows; see <see cref="LogFollower"/>.</summary>
    /// <param name="run">Ticket of the run.</param>
    /// <param name="log">Which log.</param>
    /// <param name="from">First line wanted; below 0 for the newest ones.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<LogPage> Follow(string run, string log, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = LogHubStreams.Open(Context);
        var id = await FindAsync(run, log, cancellationToken);
        await using var windows = new LogFollower(logs, time).FollowAsync(id, from, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await KnownAsync(async () => await windows.MoveNextAsync()))
        {
            await access.RecheckAsync(Context, run, cancellationToken);
            yield return LogPage.Of(windows.Current, keepEnd: true);
        }
    }

    /// <summary>The next line that holds a text, ignoring case; see <see cref="LogSearch"/>.</summary>
    public async Task<LogMatch> Find(string run, string log, string text, long from, bool backwards)
    {
        var id = await FindAsync(run, log, Context.ConnectionAborted);
        return text.Length is 0 or > LongestSearch
            ? new LogMatch(null, null)
            : await KnownAsync(() => new LogSearch(logs).FindAsync(id, text, from, backwards, Context.ConnectionAborted));
    }

    private async Task<LogId> FindAsync(string run, string log, CancellationToken ct) =>
        LogEntry.Find(await access.CheckAsync(Context, run, ct), log) ?? throw new HubException(LogHubError.NotFound);

    private static async Task<T> KnownAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (FileNotFoundException e)
        {
            throw new HubException(LogHubError.NotFound, e);
        }
    }
}
