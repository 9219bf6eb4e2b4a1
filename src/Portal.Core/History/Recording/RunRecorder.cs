using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.History.Outbox;
using Portal.Core.Jobs;
using Portal.Core.Storage;
using Portal.Core.Workspaces;

namespace Portal.Core.History.Recording;

/// <summary>
/// Writes what happens to runs into the database. One portal at a time does it. Everything it does may be repeated: after any outage it
/// folds in what the cluster shows now, and compares what it recorded before with what still exists.
/// </summary>
public sealed class RunRecorder(
    ICluster cluster,
    LiveRuns live,
    RunWriter writer,
    RunReconciler reconciler,
    RunDescriber describer,
    OutboxReplay outbox,
    OrphanedFiles files,
    CauseFinder causes,
    DatabaseLocks locks,
    DatabaseMigrator migrator,
    RecorderOptions options,
    TimeProvider time,
    ILogger<RunRecorder> log) : BackgroundService
{
    private const int BatchSize = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Why nothing is being recorded right now; null when all is well.</summary>
    public string? Error { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await migrator.WaitAsync(stoppingToken);
        await live.WaitForSyncAsync(stoppingToken);
        for (var pause = FirstPause; ; pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause)
        {
            try
            {
                // Before anything else: what was acknowledged during an outage outranks what is found now.
                await outbox.RunAsync(stoppingToken);
                await using var held = await locks.TryTakeAsync($"portal/recorder/{cluster.Id}", stoppingToken);
                Error = null;
                pause = FirstPause;
                if (held is null)
                {
                    StandBy();
                    await Task.Delay(options.CheckEvery, time, stoppingToken);
                }
                else
                {
                    await RecordWhileHeldAsync(held, stoppingToken);
                }
            }
            catch (StorageUnavailableException e)
            {
                Error = e.Message;
                log.LogWarning("Runs are not being recorded, trying again in {Pause}: {Error}", pause, e.Message);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }

    // Another portal records. What it has had time for need not be shown over the database's rows.
    private void StandBy()
    {
        var recorded = time.GetUtcNow() - TimeSpan.FromSeconds(5);
        foreach (var facts in live.All().Where(f => f.ChangedAt < recorded))
        {
            live.Recorded(facts);
        }
    }

    private async Task RecordWhileHeldAsync(DatabaseLock held, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        live.RecordAll();
        Task[] work = [CheckAsync(held, stop.Token), RecordAsync(stop.Token), ReconcileAsync(stop.Token), causes.RunAsync(stop.Token), outbox.FollowAsync(stop.Token)];
        // Each runs until it is stopped, so the first to end has failed: the others stop, and its failure is what counts.
        var first = await Task.WhenAny(work);
        await stop.CancelAsync();
        await Task.WhenAll(work).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await first;
    }

    private async Task CheckAsync(DatabaseLock held, CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(options.CheckEvery, time, ct);
            await held.CheckAsync(ct);
        }
    }

    private async Task ReconcileAsync(CancellationToken ct)
    {
        while (true)
        {
            await reconciler.RunAsync(ct);
            await files.SweepAsync(ct);
            await Task.Delay(options.ReconcileEvery, time, ct);
        }
    }

    private async Task RecordAsync(CancellationToken ct)
    {
        while (true)
        {
            await live.WaitForWorkAsync(ct);
            await Parallel.ForEachAsync(live.Work(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = options.Writers, CancellationToken = ct }, RecordAsync);
        }
    }

    private async ValueTask RecordAsync(RunFacts facts, CancellationToken ct)
    {
        JobRun? before = null;
        var app = facts.App;
        try
        {
            var after = await writer.SaveAsync(
                cluster.Id,
                app.Uid,
                stored =>
                {
                    before = stored;
                    return RunFold.Apply(stored, facts);
                },
                app.Annotations.GetValueOrDefault(PortalLabels.SubmissionKey),
                ct);
            live.Recorded(facts);
            if (after is not null)
            {
                await FollowUpAsync(before, after, facts, ct);
            }
        }
        catch (Exception e) when (e is not (StorageUnavailableException or OperationCanceledException))
        {
            // One run that cannot be written must not keep the others from it.
            log.LogError(e, "Run {Run} was not recorded", app.Key);
            live.Recorded(facts);
        }
    }

    private async Task FollowUpAsync(JobRun? before, JobRun after, RunFacts facts, CancellationToken ct)
    {
        if (after.ManifestJson == "{}" || (after.Ended && before?.Ended != true))
        {
            await describer.DescribeAsync(after, ct);
        }

        if (after is { State: JobState.Failed, Cause: null })
        {
            causes.Ask(after.Uid, facts);
        }
    }
}
