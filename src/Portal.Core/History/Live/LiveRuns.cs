using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;

namespace Portal.Core.History.Live;

/// <summary>
/// The runs whose objects exist right now, each with its pods, as the shared watches show them; and those that went and are not recorded
/// yet. Pages read it over the recorded rows, the recorder works off what changed, the log capture finds its pods here.
/// </summary>
public sealed class LiveRuns : BackgroundService
{
    /// <summary>Most runs kept whose object is gone while nothing records them; the oldest are dropped first, and said in the log.</summary>
    public const int MaxGone = 10_000;

    private readonly Lock _lock = new();
    private readonly ICluster _cluster;
    private readonly RunChanges _changes;
    private readonly LiveRunIndex _index;
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly HeldRuns _held;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveRuns(ICluster cluster, RunChanges changes, TimeProvider time, ILogger<LiveRuns> log)
    {
        _cluster = cluster;
        _changes = changes;
        _held = new HeldRuns(time);
        _index = new LiveRunIndex(
            Touch,
            run =>
            {
                _dirty.Remove(run.App.Uid);
                _held.Remove(run);
                log.LogWarning("Run {Run} is gone and could not be recorded in time: more than {Max} wait for the database", run.App.Key, MaxGone);
            },
            time);
    }

    /// <summary>Completes when everything that existed at the start is known.</summary>
    public Task WaitForSyncAsync(CancellationToken ct) => _synced.Task.WaitAsync(ct);

    public RunFacts? Find(string uid)
    {
        lock (_lock)
        {
            return _index.Find(uid) is { Tracked: true } run ? run.Facts() : null;
        }
    }

    /// <summary>The run that has, or had last, this name.</summary>
    public RunFacts? FindByName(string workspace, string name)
    {
        lock (_lock)
        {
            return _index.FindByName(workspace, name) is { Tracked: true } run ? run.Facts() : null;
        }
    }

    /// <summary>Every run that is known here.</summary>
    public IReadOnlyList<RunFacts> All()
    {
        lock (_lock)
        {
            return [.. _index.Runs.Where(r => r.Tracked).Select(r => r.Facts())];
        }
    }

    /// <summary>Runs of a workspace of which the database does not know the latest yet.</summary>
    public IReadOnlyList<RunFacts> Unrecorded(string workspace)
    {
        lock (_lock)
        {
            return [.. _dirty.Select(_index.Find).OfType<LiveRun>().Where(r => r.App.Key.Namespace == workspace).Select(r => r.Facts())];
        }
    }

    /// <summary>Notes a request to cancel; the first one wins.</summary>
    /// <returns>The first request; the given one when the run is not known here.</returns>
    public CancelRequest RequestCancel(string uid, CancelRequest request)
    {
        lock (_lock)
        {
            if (_index.Find(uid) is not { } run)
            {
                return request;
            }

            if (run.Cancel is null)
            {
                run.Cancel = request;
                Touch(run, waits: false);
            }

            return run.Cancel;
        }
    }

    /// <summary>Takes a request back that the API then refused.</summary>
    public void WithdrawCancel(string uid, CancelRequest request)
    {
        lock (_lock)
        {
            if (_index.Find(uid) is { } run && run.Cancel == request)
            {
                run.Cancel = null;
                Touch(run, waits: false);
            }
        }
    }

    /// <summary>Waits until some run is not recorded.</summary>
    internal async Task WaitForWorkAsync(CancellationToken ct)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_dirty.Count > 0)
                {
                    return;
                }
            }

            await _signal.Reader.ReadAsync(ct);
        }
    }

    /// <summary>Some runs to record.</summary>
    internal IReadOnlyList<RunFacts> Work(int max)
    {
        lock (_lock)
        {
            return [.. _dirty.Take(max).Select(uid => _index.Find(uid)!.Facts())];
        }
    }

    /// <summary>These facts are in the database; a run that is gone is forgotten then.</summary>
    internal void Recorded(RunFacts facts)
    {
        lock (_lock)
        {
            if (_index.Find(facts.App.Uid) is not { } run)
            {
                return;
            }

            run.Recorded(facts);
            if (run.Hot && !_held.Contains(run))
            {
                return;
            }

            _dirty.Remove(facts.App.Uid);
            if (!run.Hot && run.GoneAt is not null)
            {
                _index.Forget(run);
            }
        }
    }

    /// <summary>Everything is to be recorded once more: another portal may have missed what happened while it changed hands.</summary>
    internal void RecordAll()
    {
        lock (_lock)
        {
            foreach (var run in _index.Runs)
            {
                run.Revision++;
                _held.Announced(run);
                Queue(run);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _cluster.Feed<NamespaceView>().WaitForSyncAsync(stoppingToken);
        await _cluster.Feed<SparkApplicationView>().WaitForSyncAsync(stoppingToken);
        await _cluster.Feed<PodView>().WaitForSyncAsync(stoppingToken);
        var namespaces = _cluster.Feed<NamespaceView>().Subscribe();
        Apply(true, Added(namespaces.Snapshot), _index.ApplyNamespaces);
        var apps = _cluster.Feed<SparkApplicationView>().Subscribe();
        Apply(true, Added(apps.Snapshot), _index.ApplyApps);
        var pods = _cluster.Feed<PodView>().Subscribe(p => p.Labels.ContainsKey(RunPods.AppNameLabel));
        Apply(true, Added(pods.Snapshot), _index.ApplyPods);
        _synced.TrySetResult();
        await Task.WhenAll(FollowAsync(namespaces, _index.ApplyNamespaces, stoppingToken), FollowAsync(apps, _index.ApplyApps, stoppingToken), FollowAsync(pods, _index.ApplyPods, stoppingToken), ReleaseAsync(stoppingToken));
    }

    private static IReadOnlyList<Change<T>> Added<T>(IReadOnlyList<T> objects) => [.. objects.Select(o => new Change<T>(ChangeType.Added, o))];

    private async Task FollowAsync<T>(IFeedSubscription<T> subscription, Action<bool, IReadOnlyList<Change<T>>> apply, CancellationToken ct)
        where T : class, IClusterObject
    {
        using (subscription)
        {
            await foreach (var batch in subscription.ReadAsync(ct))
            {
                Apply(batch.Reset, batch.Changes, apply);
            }
        }
    }

    private void Apply<T>(bool reset, IReadOnlyList<Change<T>> batch, Action<bool, IReadOnlyList<Change<T>>> apply)
    {
        lock (_lock)
        {
            apply(reset, batch);
        }
    }

    private void Touch(LiveRun run, bool waits)
    {
        run.Revision++;
        if (!waits || !_held.TryHold(run))
        {
            Announce(run);
        }
    }

    private async Task ReleaseAsync(CancellationToken ct)
    {
        while (true)
        {
            await _held.WaitAsync(ct);
            lock (_lock)
            {
                foreach (var run in _held.Due())
                {
                    Announce(run);
                }
            }
        }
    }

    private void Announce(LiveRun run)
    {
        _held.Announced(run);
        if (run.Tracked)
        {
            Queue(run);
            _changes.Publish(run.App.Key.Namespace, run.App.Uid);
        }
    }

    private void Queue(LiveRun run)
    {
        if (run.Tracked)
        {
            _dirty.Add(run.App.Uid);
            _signal.Writer.TryWrite(true);
        }
    }
}
