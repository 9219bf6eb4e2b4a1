using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Features.Runs;

/// <summary>One row of a run's pods, whether the pod exists, went while the page was open, or is known from the run's record only.</summary>
/// <param name="Uid">Uid of the pod.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">driver, executor, or empty.</param>
/// <param name="Node">Where it runs or ran.</param>
/// <param name="Look">How its state is shown.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="From">When it began to run.</param>
/// <param name="Until">When it ended; null while it runs.</param>
/// <param name="Running">Whether it runs.</param>
public sealed record PodRow(string Uid, string Name, string Role, string? Node, PodLook Look, DateTimeOffset CreatedAt, DateTimeOffset? From, DateTimeOffset? Until, bool Running)
{
    /// <summary>The driver first, then the newest.</summary>
    public static IReadOnlyList<PodRow> All(JobRun run, FeedList<PodView> pods)
    {
        var live = pods.Items.Select(p => Of(p, pods.IsGone(p), run));
        return [.. live.Concat(Recorded(run, pods)).OrderBy(r => r.Role == "driver" ? 0 : 1).ThenByDescending(r => r.CreatedAt).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <summary>Those that are known from the run's record only.</summary>
    // One that exists and is not in the list yet comes with the next batch.
    public static IReadOnlyList<PodRow> Recorded(JobRun run, FeedList<PodView> pods) =>
        [.. run.Pods.Where(p => !pods.Holds(p.Uid) && !pods.Exists(run.Workspace, p.Name, p.Uid)).Select(p => Of(p, run))];

    /// <param name="pod">A pod that exists, or did when the page was opened.</param>
    /// <param name="gone">Whether it went since.</param>
    /// <param name="run">Whose.</param>
    public static PodRow Of(PodView pod, bool gone, JobRun run)
    {
        var container = pod.Containers.LastOrDefault(c => !c.Init);
        return new(
            pod.Uid, pod.Key.Name, PodLook.Role(pod), pod.Node, PodLook.Of(pod, gone), pod.CreatedAt,
            container?.StartedAt ?? pod.StartedAt, container?.FinishedAt ?? (gone ? run.EndedAt : null), pod.Phase == "Running" && !gone);
    }

    private static PodRow Of(RunPod pod, JobRun run) =>
        new(pod.Uid, pod.Name, pod.Role == "other" ? "" : pod.Role, pod.Node, PodLook.Of(pod), pod.CreatedAt, pod.StartedAt, pod.EndedAt ?? run.EndedAt, Running: false);
}
