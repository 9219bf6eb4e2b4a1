using Portal.Core.Clusters;

namespace Portal.Core.History.Live;

/// <summary>What the cluster shows of one run at one moment. What was recorded before is not in it.</summary>
/// <param name="App">The run's object, or its last known state.</param>
/// <param name="Pods">Its pods: those that exist, and those that went since the run was last recorded.</param>
/// <param name="ChangedAt">When the object last changed, as seen here.</param>
/// <param name="GoneAt">When the object was seen to be gone; null while it exists.</param>
/// <param name="Cancel">A request to cancel that may not have reached the database; null otherwise.</param>
public sealed record RunFacts(SparkApplicationView App, IReadOnlyList<PodView> Pods, DateTimeOffset ChangedAt, DateTimeOffset? GoneAt, CancelRequest? Cancel)
{
    private ILookup<string, PodView>? _byRole;

    /// <summary>Grows with every change of the run.</summary>
    public long Revision { get; init; }

    /// <summary>The pods of one role, see <see cref="RunPods.Role"/>. Sorted out once: there may be thousands, and many who ask.</summary>
    public IEnumerable<PodView> PodsOf(string role) => (_byRole ??= Pods.ToLookup(RunPods.Role, StringComparer.Ordinal))[role];
}
