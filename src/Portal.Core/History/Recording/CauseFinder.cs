using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Logs;
using Portal.Core.Storage;

namespace Portal.Core.History.Recording;

/// <summary>Looks for the causes of failed runs once their logs are complete, and records them.</summary>
public sealed class CauseFinder(ICluster cluster, ILogStore logs, RunHistory history, RunWriter writer, RunChanges changes, RecorderOptions options, TimeProvider time, ILogger<CauseFinder> log)
{
    private const int Workers = 4;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // What does not fit is found again by the reconciler.
    private readonly Channel<(string Uid, RunFacts? Facts)> _asked = Channel.CreateBounded<(string, RunFacts?)>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for the cause of a run's failure.</summary>
    /// <param name="uid">Uid of the run.</param>
    /// <param name="facts">What the cluster showed at its end; null when that was not seen.</param>
    public void Ask(string uid, RunFacts? facts) => _asked.Writer.TryWrite((uid, facts));

    /// <summary>Works until cancelled.</summary>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer.</exception>
    public Task RunAsync(CancellationToken ct) =>
        Parallel.ForEachAsync(_asked.Reader.ReadAllAsync(ct), new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = ct }, async (asked, token) =>
        {
            try
            {
                await FindAsync(asked.Uid, asked.Facts, token);
            }
            catch (Exception e) when (e is not (StorageUnavailableException or OperationCanceledException))
            {
                log.LogError(e, "The cause of the failure of run {Uid} was not found", asked.Uid);
            }
        });

    private async Task FindAsync(string uid, RunFacts? facts, CancellationToken ct)
    {
        if (await history.FindAsync(cluster.Id, uid, ct) is not { State: JobState.Failed, Cause: null } run)
        {
            return;
        }

        var app = facts?.App ?? SparkApplicationReader.Read(cluster.Id, JsonNode.Parse(run.ManifestJson) as JsonObject ?? []);
        var driver = facts is null ? null : RunPods.Driver(facts);
        var tail = await TailAsync(run, driver, ct);
        var executors = facts?.Pods.Where(p => RunPods.Role(p) == "executor").ToList() ?? [];
        var cause = FailureExplainer.Explain(new FailureFacts(app, driver, executors, Events(run, driver), tail));
        await writer.SaveAsync(run.Cluster, uid, stored => stored is { State: JobState.Failed, Cause: null } ? With(stored, cause) : null, null, ct);
        changes.Publish(run.Workspace, uid);
    }

    private static JobRun With(JobRun run, FailureCause cause)
    {
        var explained = run with { Cause = cause, Attempts = [.. run.Attempts.SkipLast(1), .. run.Attempts.TakeLast(1).Select(a => a with { Cause = cause.Title })] };
        return explained with { Summary = RunNarrator.Ended(explained) };
    }

    private List<EventView> Events(JobRun run, PodView? driver) =>
    [
        .. cluster.Feed<EventView>().Current
            .Where(e => e.Key.Namespace == run.Workspace && (e.RegardingUid == run.Uid || (driver is not null && e.RegardingUid == driver.Uid)))
            .OrderBy(e => e.At),
    ];

    // The log may still be on its way: waits for its end, but not for ever.
    private async Task<LogTail> TailAsync(JobRun run, PodView? driver, CancellationToken ct)
    {
        var deadline = time.GetUtcNow() + options.WaitForLog;
        while (true)
        {
            var driverLog = logs.List(run.Cluster, run.Uid).LastOrDefault(l => IsDriverLog(l, driver));
            var started = driver is not null && RunPods.Main(driver)?.StartedAt is not null;
            if (driverLog is { State: LogState.Ended } || (driverLog is null && !started) || time.GetUtcNow() >= deadline)
            {
                return driverLog is null ? LogTail.None : await ReadTailAsync(driverLog, ct);
            }

            await Task.Delay(LookAgain, time, ct);
        }
    }

    private static bool IsDriverLog(LogInfo info, PodView? driver) =>
        info.Role == "driver" && (driver is null || (info.Id.PodUid == driver.Uid && info.Id.Container == RunPods.Main(driver)?.Name));

    private async Task<LogTail> ReadTailAsync(LogInfo info, CancellationToken ct)
    {
        var first = Math.Max(0, info.Lines - FailureExplainer.TailLines);
        var lines = new List<string>();
        while (first + lines.Count < info.Lines)
        {
            var window = await logs.ReadAsync(info.Id, first + lines.Count, (int)(info.Lines - first - lines.Count), ct);
            if (window.Lines.Count == 0)
            {
                break;
            }

            lines.AddRange(window.Lines.Select(l => l.Text));
        }

        return new LogTail(first, lines);
    }
}
