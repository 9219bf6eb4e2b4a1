using Portal.Core.Clusters;
using Portal.Core.History.Live;
using Portal.Core.Jobs;

namespace Portal.Core.History.Folding;

/// <summary>The record of a run's pods: what was seen of each is kept when Kubernetes deletes it.</summary>
internal static class RunPodRecords
{
    public static IReadOnlyList<RunPod> Merge(IReadOnlyList<RunPod> known, RunFacts facts)
    {
        var pods = known.ToDictionary(p => p.Uid, StringComparer.Ordinal);
        var drivers = facts.PodsOf("driver").Select(p => p.Uid).ToHashSet(StringComparer.Ordinal);
        List<PodView> unknown = [];
        foreach (var pod in facts.Pods)
        {
            if (pods.TryGetValue(pod.Uid, out var before))
            {
                pods[pod.Uid] = Of(pod, before);
            }
            else if (pods.Count < JobRun.MaxPods || drivers.Contains(pod.Uid))
            {
                unknown.Add(pod);
            }
        }

        foreach (var pod in unknown.OrderBy(p => p.CreatedAt).ThenBy(p => p.Uid, StringComparer.Ordinal))
        {
            if (pods.Count < JobRun.MaxPods || drivers.Contains(pod.Uid))
            {
                pods[pod.Uid] = Of(pod, before: null);
            }
        }

        return Sort(pods.Values);
    }

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<RunPod> Sort(IEnumerable<RunPod> pods) => [.. pods.OrderBy(p => p.CreatedAt).ThenBy(p => p.Uid, StringComparer.Ordinal)];

    // What was seen once is not unsaid by a later state that says less.
    private static RunPod Of(PodView pod, RunPod? before)
    {
        var main = RunPods.Main(pod);
        return new RunPod(pod.Uid, pod.Key.Name, RunPods.Role(pod))
        {
            Node = pod.Node ?? before?.Node,
            Phase = pod.Phase,
            Reason = pod.Reason ?? main?.Reason ?? (before?.Phase == pod.Phase ? before.Reason : null),
            CreatedAt = RunFold.Whole(pod.CreatedAt),
            StartedAt = Whole(main?.StartedAt) ?? before?.StartedAt,
            EndedAt = Whole(main?.FinishedAt) ?? before?.EndedAt,
            ExitCode = main?.ExitCode ?? before?.ExitCode,
        };
    }

    private static DateTimeOffset? Whole(DateTimeOffset? time) => time is { } known ? RunFold.Whole(known) : null;
}
