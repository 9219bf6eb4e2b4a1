using Portal.Core.Clusters;

namespace Portal.Core.History.Live;

/// <summary>What <see cref="LiveRuns"/> holds of one run. Only touched under its lock.</summary>
internal sealed class LiveRun(SparkApplicationView app, DateTimeOffset changedAt)
{
    /// <summary>Most pods kept that went before the run was recorded; of later ones the steps are missing in the record.</summary>
    private const int MaxPastPods = 200;

    private readonly Dictionary<string, PodView> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodView> _pastPods = new(StringComparer.Ordinal);
    private RunFacts? _facts;

    public SparkApplicationView App { get; private set; } = app;

    public DateTimeOffset ChangedAt { get; private set; } = changedAt;

    public DateTimeOffset? GoneAt { get; private set; }

    public CancelRequest? Cancel { get; set; }

    /// <summary>Belongs to a workspace, or did when it was first seen there.</summary>
    public bool Tracked { get; set; }

    public long Revision { get; set; }

    /// <summary>Time stamp of the clock when others were last told of a change; null before.</summary>
    public long? AnnouncedAt { get; private set; }

    /// <summary>How many pods <see cref="Facts"/> holds.</summary>
    public int PodCount => _pods.Count + _pastPods.Count;

    public long RecordedRevision { get; private set; } = -1;

    public bool Hot => Revision != RecordedRevision;

    public void Update(SparkApplicationView app, DateTimeOffset now)
    {
        App = app;
        ChangedAt = now;
    }

    public void Gone(SparkApplicationView last, DateTimeOffset now)
    {
        App = last;
        GoneAt ??= now;
    }

    public void Put(PodView pod) => _pods[pod.Uid] = pod;

    public void Remove(PodView last)
    {
        _pods.Remove(last.Uid);
        if (_pastPods.Count < MaxPastPods || RunPods.IsDriver(last))
        {
            _pastPods[last.Uid] = last;
        }
    }

    /// <summary>The facts up to this revision are in the database.</summary>
    public void Recorded(RunFacts facts)
    {
        RecordedRevision = facts.Revision;
        foreach (var pod in facts.Pods)
        {
            _pastPods.Remove(pod.Uid);
        }
    }

    /// <summary>Others hear of what changed now.</summary>
    /// <param name="at">Time stamp of the clock.</param>
    public void Announced(long at)
    {
        AnnouncedAt = at;
        _facts = null;
    }

    /// <summary>The facts that others heard of: the same ones to all who ask, until they hear of others.</summary>
    public RunFacts Facts() => _facts ??= new(App, [.. _pods.Values, .. _pastPods.Values], ChangedAt, GoneAt, Cancel) { Revision = Revision };
}
