using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History;
using Portal.Core.History.Live;

namespace Portal.Core.Logs;

/// <summary>
/// Reads every container of every run into the <see cref="LogStore"/>, from its start and whether anybody looks or not: the cluster
/// forgets a log with its pod. After a restart it goes on after the last line held.
/// </summary>
public sealed class LogCapture(ICluster cluster, LiveRuns live, RunChanges changes, LogStore store, LogCaptureOptions options, TimeProvider time, ILogger<LogCapture> log) : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly HashSet<LogId> _known = [];
    private readonly HashSet<LogId> _busy = [];
    private readonly PriorityQueue<LogMeta, (int Role, long Order)> _waiting = new();
    private long _order;
    private int _running;

    /// <summary>Containers that wait for their turn because <see cref="LogCaptureOptions.MaxConcurrent"/> are being read.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changed = changes.WatchAsync(null, stoppingToken);
        await live.WaitForSyncAsync(stoppingToken);
        LookAt(live.All(), stoppingToken);
        LookAtLeftovers(stoppingToken);
        await foreach (var uids in changed)
        {
            LookAt(uids.Count == 0 ? live.All() : [.. uids.Select(live.Find).OfType<RunFacts>()], stoppingToken);
        }
    }

    private void LookAt(IReadOnlyList<RunFacts> runs, CancellationToken ct)
    {
        foreach (var facts in runs)
        {
            foreach (var pod in facts.Pods)
            {
                // A container that waits has no log yet; the watch tells when it has.
                foreach (var container in pod.Containers.Where(c => c.State is "running" or "terminated"))
                {
                    var id = new LogId(pod.Key.Cluster, facts.App.Uid, pod.Key.Name, pod.Uid, container.Name);
                    Add(new LogMeta(id, pod.Key.Namespace, RunPods.Role(pod), Attempt(facts.App, pod), null), ct);
                }
            }

            if (facts.GoneAt is not null)
            {
                Forget(facts.App.Uid);
            }
        }
    }

    // What a portal before this one began to read. Pods that exist are read on; for those that do not, reading ends at once.
    private void LookAtLeftovers(CancellationToken ct)
    {
        foreach (var meta in store.Unfinished(cluster.Id))
        {
            Add(meta, ct);
        }
    }

    private void Add(LogMeta meta, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_known.Add(meta.Id))
            {
                _busy.Add(meta.Id);
                _waiting.Enqueue(meta, (meta.Role == "driver" ? 0 : 1, _order++));
                StartNext(ct);
            }
        }
    }

    // Called under the lock.
    private void StartNext(CancellationToken ct)
    {
        while (_running < options.MaxConcurrent && _waiting.TryDequeue(out var meta, out _))
        {
            _running++;
            _ = Task.Run(() => CaptureAsync(meta, ct), CancellationToken.None);
        }
    }

    // A log that has ended is told from its files: it need not be remembered once its run is gone.
    private void Forget(string runUid)
    {
        lock (_lock)
        {
            _known.RemoveWhere(id => id.RunUid == runUid && !_busy.Contains(id));
        }
    }

    private async Task CaptureAsync(LogMeta meta, CancellationToken ct)
    {
        try
        {
            await CaptureToEndAsync(meta, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The portal stops; the next one reads on.
        }
        catch (Exception e)
        {
            log.LogError(e, "The log of {Container} of pod {Pod} is not read any further", meta.Id.Container, meta.Id.Pod);
        }
        finally
        {
            lock (_lock)
            {
                _running--;
                _busy.Remove(meta.Id);
                if (live.Find(meta.Id.RunUid) is null)
                {
                    _known.Remove(meta.Id);
                }

                StartNext(ct);
            }
        }
    }

    private async Task CaptureToEndAsync(LogMeta meta, CancellationToken ct)
    {
        if (await RetryAsync(() => store.Open(meta), null, ct) is not { } target)
        {
            return;
        }

        var source = new ContainerRef(meta.Namespace, meta.Id.Pod, meta.Id.PodUid, meta.Id.Container);
        for (var pause = options.FirstPause; !await TryReadAsync(source, target, ct); pause = Longer(pause))
        {
            target.State = LogState.Reconnecting;
            await Task.Delay(pause, time, ct);
        }

        await RetryAsync(
            () =>
            {
                store.End(target);
                return true;
            },
            target,
            ct);
    }

    // True when everything was read or nothing more can be.
    private async Task<bool> TryReadAsync(ContainerRef source, LiveLog target, CancellationToken ct)
    {
        try
        {
            target.State = LogState.Streaming;
            await foreach (var lines in cluster.TailAsync(source, target.Last, ct))
            {
                await RetryAsync(
                    () =>
                    {
                        target.Append(lines);
                        return true;
                    },
                    target,
                    ct);
            }

            return true;
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            return true;
        }
        catch (ClusterException e)
        {
            log.LogWarning("The log of pod {Pod} cannot be read right now: {Error}", source.Pod, e.Message);
            return false;
        }
    }

    // A full disk stops the reading, not the portal: nothing is lost, the cluster still has the lines.
    private async Task<T> RetryAsync<T>(Func<T> write, LiveLog? target, CancellationToken ct)
    {
        for (var pause = options.FirstPause; ; pause = Longer(pause))
        {
            try
            {
                return write();
            }
            catch (IOException e)
            {
                log.LogWarning("A log cannot be written, trying again in {Pause}: {Error}", pause, e.Message);
                if (target is not null)
                {
                    target.State = LogState.Paused;
                }

                await Task.Delay(pause, time, ct);
            }
        }
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;

    private static int Attempt(SparkApplicationView app, PodView pod) =>
        Math.Max(1, pod.Labels.GetValueOrDefault(RunPods.SubmissionIdLabel) is { } submission && submission != app.SubmissionId ? app.ExecutionAttempts - 1 : app.ExecutionAttempts);
}
