using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Workspaces;

namespace Portal.Core.History;

/// <summary>
/// The runs whose objects exist right now, each with its pods, as the shared watches show them; and those that went and are not recorded
/// yet. Pages read it over the recorded rows, the recorder works off what changed, the log capture finds its pods here.
/// </summary>
public sealed class LiveRuns(ICluster cluster, RunChanges changes, TimeProvider time, ILogger<LiveRuns> log) : BackgroundService
{
    /// <summary>Most runs kept whose object is gone while nothing records them; the oldest are dropped first, and said in the log.</summary>
    public const int MaxGone = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), List<LiveRun>> _byName = [];
    private readonly Dictionary<string, PodView> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string App), HashSet<string>> _podsByApp = [];
    private readonly HashSet<string> _workspaces = new(StringComparer.Ordinal);
    private readonly Queue<LiveRun> _gone = new();
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when everything that existed at the start is known.</summary>
    public Task WaitForSyncAsync(CancellationToken ct) => _synced.Task.WaitAsync(ct);

    public bool IsWorkspace(string ns)
    {
        lock (_lock)
        {
            return _workspaces.Contains(ns);
        }
    }

    public RunFacts? Find(string uid)
    {
        lock (_lock)
        {
            return _runs.TryGetValue(uid, out var run) && run.Tracked ? run.Facts() : null;
        }
    }

    /// <summary>The run that has, or had last, this name.</summary>
    public RunFacts? FindByName(string workspace, string name)
    {
        lock (_lock)
        {
            return _byName.TryGetValue((workspace, name), out var runs) && runs[^1] is { Tracked: true } run ? run.Facts() : null;
        }
    }

    /// <summary>Every run that is known here.</summary>
    public IReadOnlyList<RunFacts> All()
    {
        lock (_lock)
        {
            return [.. _runs.Values.Where(r => r.Tracked).Select(r => r.Facts())];
        }
    }

    /// <summary>Runs of a workspace of which the database does not know the latest yet.</summary>
    public IReadOnlyList<RunFacts> Unrecorded(string workspace)
    {
        lock (_lock)
        {
            return [.. _dirty.Select(uid => _runs.GetValueOrDefault(uid)).OfType<LiveRun>().Where(r => r.App.Key.Namespace == workspace).Select(r => r.Facts())];
        }
    }

    /// <summary>Notes a request to cancel; the first one wins.</summary>
    /// <returns>The first request; the given one when the run is not known here.</returns>
    public CancelRequest RequestCancel(string uid, CancelRequest request)
    {
        lock (_lock)
        {
            if (!_runs.TryGetValue(uid, out var run))
            {
                return request;
            }

            if (run.Cancel is null)
            {
                run.Cancel = request;
                Touch(run);
            }

            return run.Cancel;
        }
    }

    /// <summary>Takes a request back that the API then refused.</summary>
    public void WithdrawCancel(string uid, CancelRequest request)
    {
        lock (_lock)
        {
            if (_runs.TryGetValue(uid, out var run) && run.Cancel == request)
            {
                run.Cancel = null;
                Touch(run);
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
            return [.. _dirty.Take(max).Select(uid => _runs[uid].Facts())];
        }
    }

    /// <summary>These facts are in the database; a run that is gone is forgotten then.</summary>
    internal void Recorded(RunFacts facts)
    {
        lock (_lock)
        {
            if (!_runs.TryGetValue(facts.App.Uid, out var run))
            {
                return;
            }

            run.Recorded(facts);
            if (run.Hot)
            {
                return;
            }

            _dirty.Remove(facts.App.Uid);
            if (run.GoneAt is not null)
            {
                Forget(run);
            }
        }
    }

    /// <summary>Everything is to be recorded once more: another portal may have missed what happened while it changed hands.</summary>
    internal void RecordAll()
    {
        lock (_lock)
        {
            foreach (var run in _runs.Values)
            {
                Touch(run, announce: false);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await cluster.Feed<NamespaceView>().WaitForSyncAsync(stoppingToken);
        await cluster.Feed<SparkApplicationView>().WaitForSyncAsync(stoppingToken);
        await cluster.Feed<PodView>().WaitForSyncAsync(stoppingToken);
        var namespaces = cluster.Feed<NamespaceView>().Subscribe();
        Apply(true, Added(namespaces.Snapshot), ApplyNamespaces);
        var apps = cluster.Feed<SparkApplicationView>().Subscribe();
        Apply(true, Added(apps.Snapshot), ApplyApps);
        var pods = cluster.Feed<PodView>().Subscribe(p => p.Labels.ContainsKey(RunPods.AppNameLabel));
        Apply(true, Added(pods.Snapshot), ApplyPods);
        _synced.TrySetResult();
        await Task.WhenAll(FollowAsync(namespaces, ApplyNamespaces, stoppingToken), FollowAsync(apps, ApplyApps, stoppingToken), FollowAsync(pods, ApplyPods, stoppingToken));
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

    private void ApplyNamespaces(bool reset, IReadOnlyList<Change<NamespaceView>> batch)
    {
        if (reset)
        {
            _workspaces.Clear();
        }

        foreach (var (type, ns) in batch)
        {
            var isWorkspace = type != ChangeType.Deleted && ns.Labels.GetValueOrDefault(PortalLabels.Workspace) == "true";
            if (!isWorkspace)
            {
                _workspaces.Remove(ns.Key.Name);
            }
            else if (_workspaces.Add(ns.Key.Name))
            {
                foreach (var run in _runs.Values.Where(r => !r.Tracked && r.App.Key.Namespace == ns.Key.Name))
                {
                    run.Tracked = true;
                    Touch(run);
                }
            }
        }
    }

    private void ApplyApps(bool reset, IReadOnlyList<Change<SparkApplicationView>> batch)
    {
        if (reset)
        {
            var present = batch.Select(c => c.Object.Uid).ToHashSet(StringComparer.Ordinal);
            foreach (var run in _runs.Values.Where(r => r.GoneAt is null && !present.Contains(r.App.Uid)).ToList())
            {
                Gone(run, run.App);
            }
        }

        foreach (var (type, app) in batch)
        {
            if (!_runs.TryGetValue(app.Uid, out var run))
            {
                run = Add(app);
            }
            else if (type != ChangeType.Deleted && run.App.ResourceVersion == app.ResourceVersion)
            {
                // Seen again after a relist.
                continue;
            }

            if (type == ChangeType.Deleted)
            {
                Gone(run, app);
            }
            else
            {
                run.Update(app, time.GetUtcNow());
                Touch(run);
            }
        }
    }

    private void ApplyPods(bool reset, IReadOnlyList<Change<PodView>> batch)
    {
        if (reset)
        {
            var present = batch.Select(c => c.Object.Uid).ToHashSet(StringComparer.Ordinal);
            foreach (var pod in _pods.Values.Where(p => !present.Contains(p.Uid)).ToList())
            {
                RemovePod(pod);
            }
        }

        foreach (var (type, pod) in batch)
        {
            if (type == ChangeType.Deleted)
            {
                RemovePod(pod);
            }
            else
            {
                PutPod(pod);
            }
        }
    }

    private LiveRun Add(SparkApplicationView app)
    {
        var run = new LiveRun(app, time.GetUtcNow()) { Tracked = _workspaces.Contains(app.Key.Namespace) };
        _runs.Add(app.Uid, run);
        var name = (app.Key.Namespace, app.Key.Name);
        if (!_byName.TryGetValue(name, out var runs))
        {
            _byName.Add(name, runs = []);
        }

        runs.Add(run);
        // Pods that came before the object did: the watches run side by side.
        foreach (var pod in _podsByApp.GetValueOrDefault(name, []).Select(uid => _pods[uid]).Where(p => Owner(p) == run))
        {
            run.Put(pod);
        }

        return run;
    }

    private void Gone(LiveRun run, SparkApplicationView last)
    {
        if (run.GoneAt is not null)
        {
            return;
        }

        run.Gone(last, time.GetUtcNow());
        if (!run.Tracked)
        {
            Forget(run);
            return;
        }

        Touch(run);
        _gone.Enqueue(run);
        while (_gone.Count > MaxGone || (_gone.TryPeek(out var head) && !_runs.ContainsKey(head.App.Uid)))
        {
            var oldest = _gone.Dequeue();
            if (_runs.ContainsKey(oldest.App.Uid))
            {
                log.LogWarning("Run {Run} is gone and could not be recorded in time: more than {Max} wait for the database", oldest.App.Key, MaxGone);
                Forget(oldest);
            }
        }
    }

    private void Forget(LiveRun run)
    {
        _runs.Remove(run.App.Uid);
        _dirty.Remove(run.App.Uid);
        var name = (run.App.Key.Namespace, run.App.Key.Name);
        if (_byName.TryGetValue(name, out var runs) && runs.Remove(run) && runs.Count == 0)
        {
            _byName.Remove(name);
        }
    }

    private void PutPod(PodView pod)
    {
        var app = (pod.Key.Namespace, pod.Labels[RunPods.AppNameLabel]);
        if (!_podsByApp.TryGetValue(app, out var pods))
        {
            _podsByApp.Add(app, pods = new(StringComparer.Ordinal));
        }

        pods.Add(pod.Uid);
        var seen = _pods.GetValueOrDefault(pod.Uid)?.ResourceVersion == pod.ResourceVersion;
        _pods[pod.Uid] = pod;
        if (!seen && Owner(pod) is { } run)
        {
            run.Put(pod);
            Touch(run);
        }
    }

    private void RemovePod(PodView last)
    {
        var app = (last.Key.Namespace, last.Labels[RunPods.AppNameLabel]);
        if (_pods.Remove(last.Uid) && _podsByApp.TryGetValue(app, out var pods) && pods.Remove(last.Uid) && pods.Count == 0)
        {
            _podsByApp.Remove(app);
        }

        if (Owner(last) is { } run)
        {
            run.Remove(last);
            Touch(run);
        }
    }

    // The newest object of that name that is not younger than the pod.
    private LiveRun? Owner(PodView pod) =>
        _byName.GetValueOrDefault((pod.Key.Namespace, pod.Labels[RunPods.AppNameLabel]))?.Where(r => r.App.CreatedAt <= pod.CreatedAt).MaxBy(r => r.App.CreatedAt);

    private void Touch(LiveRun run, bool announce = true)
    {
        run.Revision++;
        if (!run.Tracked)
        {
            return;
        }

        _dirty.Add(run.App.Uid);
        _signal.Writer.TryWrite(true);
        if (announce)
        {
            changes.Publish(run.App.Key.Namespace, run.App.Uid);
        }
    }
}
