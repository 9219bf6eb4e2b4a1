namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>A job's pods, and what has come of them so far: those that are counted already, those that are noted, and those that have just ended.</summary>
internal sealed class JobTally
{
    private readonly JobSpec _spec;
    private readonly JobStatus _status;
    private readonly PodFailurePolicy? _policy;
    private readonly Lazy<Dictionary<int, JobPod>> _last;

    public JobTally(JobSpec spec, JobStatus status, IReadOnlyList<JobPod> pods)
    {
        (_spec, _status, _policy, Pods) = (spec, status, spec.FailurePolicy, pods);
        _last = new(() => pods.Where(p => p.Index is not null).GroupBy(p => p.Index!.Value).ToDictionary(g => g.Key, g => g.MaxBy(p => (p.IndexFailures, p.Created, p.IsActive))!));
        Active = [.. pods.Where(p => p.IsActive)];
        Terminating = [.. pods.Where(p => p.Terminating && !p.Ended)];
        FailedPods = [.. pods.Where(p => p.CountsAsFailed(spec))];
        Succeeded = spec.IsIndexed ? WithSucceededIndexes() : status.Succeeded + status.UncountedSucceeded.Count + NewlySucceeded().Count();
        Failed = status.Failed + status.UncountedFailed.Count + FailedPods.Count(p => IsNew(p) && Counts(p));
        FailedIndexes = status.FailedIndexes?.With(FailedPods.Where(p => p.IsTracked && FailsIndex(p)).Select(p => p.Index!.Value));
    }

    public IReadOnlyList<JobPod> Pods { get; }

    public IReadOnlyList<JobPod> Active { get; }

    public IReadOnlyList<JobPod> Terminating { get; }

    public IReadOnlyList<JobPod> FailedPods { get; }

    public int Succeeded { get; }

    public int Failed { get; }

    /// <summary>Indexes that have succeeded, of an Indexed job.</summary>
    public IndexSet CompletedIndexes { get; private set; } = new([]);

    /// <summary>Indexes that have failed for good; null when failures are not counted by index.</summary>
    public IndexSet? FailedIndexes { get; }

    /// <summary>Whether its end is neither counted nor noted.</summary>
    public bool IsNew(JobPod pod) => pod.IsTracked && !_status.UncountedFailed.Contains(pod.Uid) && !_status.UncountedSucceeded.Contains(pod.Uid);

    /// <summary>Whether a failure of this pod is one of the job's.</summary>
    public bool Counts(JobPod pod) => HasPlace(pod) && _policy?.Match(pod) is null or { Counts: true };

    /// <summary>Why a failed pod fails the whole job; null for none that does.</summary>
    public string? FailsJob() => FailedPods.Select(p => _policy?.Match(p)).FirstOrDefault(v => v is { FailsJob: true })?.Message;

    /// <summary>
    /// A failed pod that stands for the failures of its index until another takes its place: the index may still succeed, and the new pod is told how often
    /// it has failed.
    /// </summary>
    public bool IsKept(JobPod pod) =>
        FailedIndexes is { } failed && pod.Index is { } index && !failed.Contains(index) && !CompletedIndexes.Contains(index) && LastOf(index) == pod;

    /// <summary>The pod of an index that was made last; null for none.</summary>
    public JobPod? LastOf(int index) => _last.Value.GetValueOrDefault(index);

    private bool HasPlace(JobPod pod) => !_spec.IsIndexed || (pod.Index is { } index && index < _spec.Completions);

    private bool FailsIndex(JobPod pod)
    {
        if (!HasPlace(pod))
        {
            return false;
        }

        var verdict = _policy?.Match(pod);
        return verdict is { FailsIndex: true } || (verdict is null or { Counts: true } && pod.IndexFailures >= _spec.BackoffLimitPerIndex);
    }

    private IEnumerable<JobPod> NewlySucceeded() => Pods.Where(p => p.Succeeded && IsNew(p));

    private int WithSucceededIndexes()
    {
        CompletedIndexes = _status.CompletedIndexes.With(Pods.Where(p => p.Succeeded && p.IsTracked && HasPlace(p)).Select(p => p.Index!.Value));
        return CompletedIndexes.Count;
    }
}
