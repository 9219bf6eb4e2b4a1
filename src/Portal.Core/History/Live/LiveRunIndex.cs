using Portal.Core.Clusters;
using Portal.Core.Workspaces;

namespace Portal.Core.History.Live;

/// <summary>Which runs there are and which pods belong to which: what <see cref="LiveRuns"/> holds, kept up to date with batches of the watches. Not for several threads.</summary>
/// <param name="touched">Called for a run that changed, with whether others may hear of it a little later: true for pods that come and go in numbers.</param>
/// <param name="dropped">Called for a run that was dropped because too many are gone and not recorded.</param>
/// <param name="time">Clock.</param>
internal sealed class LiveRunIndex(Action<LiveRun, bool> touched, Action<LiveRun> dropped, TimeProvider time)
{
    private readonly Dictionary<string, LiveRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), List<LiveRun>> _byName = [];
    private readonly Dictionary<string, PodView> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string App), HashSet<string>> _podsByApp = [];
    private readonly HashSet<string> _workspaces = new(StringComparer.Ordinal);
    private readonly Queue<LiveRun> _gone = new();

    public IReadOnlyCollection<LiveRun> Runs => _runs.Values;

    public LiveRun? Find(string uid) => _runs.GetValueOrDefault(uid);

    /// <summary>The run that has, or had last, this name.</summary>
    public LiveRun? FindByName(string ns, string name) => _byName.GetValueOrDefault((ns, name)) is [.., var last] ? last : null;

    public void ApplyNamespaces(bool reset, IReadOnlyList<Change<NamespaceView>> batch)
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
                    touched(run, false);
                }
            }
        }
    }

    public void ApplyApps(bool reset, IReadOnlyList<Change<SparkApplicationView>> batch)
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
                touched(run, false);
            }
        }
    }

    public void ApplyPods(bool reset, IReadOnlyList<Change<PodView>> batch)
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

        touched(run, false);
        _gone.Enqueue(run);
        while (_gone.Count > LiveRuns.MaxGone || (_gone.TryPeek(out var head) && !_runs.ContainsKey(head.App.Uid)))
        {
            var oldest = _gone.Dequeue();
            if (_runs.ContainsKey(oldest.App.Uid))
            {
                dropped(oldest);
                Forget(oldest);
            }
        }
    }

    /// <summary>Nothing more is to be known of a run that is gone.</summary>
    public void Forget(LiveRun run)
    {
        _runs.Remove(run.App.Uid);
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
            touched(run, !RunPods.IsDriver(pod));
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
            touched(run, !RunPods.IsDriver(last));
        }
    }

    // The newest object of that name that is not younger than the pod.
    private LiveRun? Owner(PodView pod) =>
        _byName.GetValueOrDefault((pod.Key.Namespace, pod.Labels[RunPods.AppNameLabel]))?.Where(r => r.App.CreatedAt <= pod.CreatedAt).MaxBy(r => r.App.CreatedAt);
}
