using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Features.Runs;

/// <summary>One run, live: the run itself, its pods and events, and what it is compared with.</summary>
public sealed class RunPageState
{
    /// <summary>Label that the operator puts on all pods of a run.</summary>
    private const string AppLabel = "sparkoperator.k8s.io/app-name";

    private const int MostPods = 20_000;

    private readonly IJobService _jobs;
    private readonly Caller _caller;
    private readonly string _workspace;
    private readonly string _name;
    private readonly UserClock _clock;
    private readonly LiveQuery _query;
    private bool _following;
    private JobState? _compared;

    public RunPageState(IJobService jobs, ICluster cluster, Caller caller, string workspace, string name, UserClock clock)
    {
        (_jobs, _caller, _workspace, _name, _clock) = (jobs, caller, workspace, name, clock);
        _query = new LiveQuery(clock.Provider);
        Pods = new FeedList<PodView>(cluster.Feed<PodView>(), p => p.Key.Namespace == workspace && p.Labels.GetValueOrDefault(AppLabel) == name, clock.Provider, PodOrder.Instance, MostPods);
        Events = new FeedList<EventView>(cluster.Feed<EventView>(), Regards, clock.Provider);
        Pods.Changed += PodsChanged;
        Events.Changed += () => Changed?.Invoke();
    }

    public Action? Changed { get; set; }

    /// <summary>Null until it was read, and when there is none.</summary>
    public JobRun? Run { get; private set; }

    /// <summary>There is no run of that name.</summary>
    public bool Missing { get; private set; }

    public LoadFailure? Failure { get; private set; }

    public DateTimeOffset? StaleSince { get; private set; }

    public FeedList<PodView> Pods { get; }

    public FeedList<EventView> Events { get; }

    /// <summary>The run that this one is compared with: its parent, or for a failed one the last good run of the same job.</summary>
    public JobRun? Compared { get; private set; }

    /// <summary>From <see cref="Compared"/> to this run.</summary>
    public IReadOnlyList<JobChange> Changes { get; private set; } = [];

    /// <summary>Reads and follows until the token is cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => _query.RunAsync(c => _jobs.WatchAsync(_workspace, c), c => ReadAsync(c, ct), Report, ct);

    // The table of pods follows them by itself; beside it only the evidence of a failure tells of pods.
    private void PodsChanged()
    {
        if (Run?.Cause is not null)
        {
            Changed?.Invoke();
        }
    }

    // The operator and Spark name a run's pods {run}-driver and {run}-exec-N (or {run}-{hash}-exec-N).
    private bool Regards(EventView e) =>
        e.Key.Namespace == _workspace
        && (e.RegardingName == _name
            || (e.RegardingKind == "Pod" && e.RegardingName.StartsWith(_name + "-", StringComparison.Ordinal)
                && (e.RegardingName[_name.Length..] == "-driver" || e.RegardingName.Contains("-exec-", StringComparison.Ordinal))));

    private async Task ReadAsync(CancellationToken ct, CancellationToken page)
    {
        var run = await _jobs.FindAsync(_caller, _workspace, _name, ct);
        Missing = run is null;
        Run = run is null ? Run : Keep(run);
        if (run is not null && !_following)
        {
            // Only now: reading the run has shown that the person may see what belongs to it.
            _following = true;
            _ = Pods.RunAsync(page);
            _ = Events.RunAsync(page);
        }

        Changed?.Invoke();
        if (run?.RecordError is { } outage)
        {
            throw new StorageUnavailableException(outage);
        }

        if (run is not null && run.State != _compared)
        {
            await CompareAsync(run, ct);
            _compared = run.State;
        }
    }

    // What is shown stays while the record cannot be read; what the cluster shows goes on.
    private JobRun Keep(JobRun run) => run.RecordError is null || Run is not { } before || before.Uid != run.Uid ? run : run with
    {
        Definition = before.Definition,
        ManifestJson = before.ManifestJson,
        Cause = run.Cause ?? before.Cause,
        CancelledBy = run.CancelledBy ?? before.CancelledBy,
        Attempts = run.Attempts.Count >= before.Attempts.Count ? run.Attempts : before.Attempts,
        Pods = run.Pods.Count >= before.Pods.Count ? run.Pods : before.Pods,
        Steps = run.Steps.Count >= before.Steps.Count ? run.Steps : before.Steps,
    };

    private async Task CompareAsync(JobRun run, CancellationToken ct)
    {
        var other = run.ParentRun is { } parent ? await _jobs.FindAsync(_caller, _workspace, parent, ct)
            : run.State == JobState.Failed ? await LastGoodAsync(run, ct)
            : null;
        Compared = other;
        Changes = other?.Definition is { } before && run.Definition is { } after ? JobDiff.Between(before, after) : [];
        Changed?.Invoke();
    }

    private async Task<JobRun?> LastGoodAsync(JobRun run, CancellationToken ct)
    {
        var good = await _jobs.ListAsync(_caller, new RunQuery { Workspace = _workspace, Jobs = [run.Job], States = [JobState.Succeeded], Until = run.SubmittedAt, Limit = 1 }, ct);
        return good.Runs is [var last] ? await _jobs.FindAsync(_caller, _workspace, last.Name, ct) : null;
    }

    private void Report(LoadFailure? failure)
    {
        StaleSince = failure is null ? null : StaleSince ?? _clock.Now;
        if (Failure != failure)
        {
            Failure = failure;
            Changed?.Invoke();
        }
    }
}
