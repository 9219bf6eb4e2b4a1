using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Features.Runs;

/// <summary>One piece of evidence for why a run failed, as its page shows it.</summary>
/// <param name="Source">Where it was found.</param>
/// <param name="Text">What was found there, in the original words.</param>
/// <param name="Href">Address of the place; null when there is none to go to.</param>
public sealed record Evidence(string Source, string Text, string? Href)
{
    /// <summary>Most pieces that the cluster's objects add to those of the cause.</summary>
    private const int MostAdded = 4;

    /// <summary>What the cause was concluded from, then what the pods and events that are still there say about it.</summary>
    public static IReadOnlyList<Evidence> Of(JobRun run, FailureCause cause, IEnumerable<PodView> pods, IEnumerable<EventView> events)
    {
        List<Evidence> known = [.. cause.Evidence.Select(e => new Evidence(e.Source, e.Text, e.LogLine is { } line ? Address.Run(run.Workspace, run.Name, "log", line) : PodLog(run, e.Source)))];
        var live = pods.OrderBy(p => PodLook.Role(p) == "driver" ? 0 : 1).ToList();
        var gone = run.Pods.Where(p => !live.Exists(l => l.Uid == p.Uid));
        var added = live.Select(p => OfPod(run, p)).Concat(gone.Select(p => OfPod(run, p))).OfType<Evidence>()
            .Concat(events.Where(e => e.Type == "Warning" && !Happening.IsAboutPlace(e) && !TellsAState(e)).OrderByDescending(e => e.At).Select(e => OfEvent(run, e)))
            .Where(e => !known.Exists(k => k.Source == e.Source || k.Text == e.Text))
            .DistinctBy(e => e.Source)
            .Take(MostAdded);
        return [.. known, .. added];
    }

    private static Evidence? OfPod(JobRun run, PodView pod)
    {
        if (pod.Phase != "Failed" || pod.Containers.FirstOrDefault(c => c is { State: "terminated", ExitCode: not 0 }) is not { } container)
        {
            return null;
        }

        var words = new[] { $"{container.Name}: {container.Reason ?? pod.Reason}", $"exit code {container.ExitCode}", container.Message ?? pod.Message };
        return new($"Pod {pod.Key.Name}", string.Join(", ", words.Where(w => !string.IsNullOrEmpty(w))), Address.Log(run.Workspace, run.Name, pod.Key.Name));
    }

    private static Evidence? OfPod(JobRun run, RunPod pod) =>
        pod is { Phase: "Failed", ExitCode: { } code } ? new($"Pod {pod.Name}", $"{pod.Reason}, exit code {code}".TrimStart(',', ' '), Address.Log(run.Workspace, run.Name, pod.Name)) : null;

    private static Evidence OfEvent(JobRun run, EventView e) => new($"Event {e.Reason}", e.Message, Address.Run(run.Workspace, run.Name, "events"));

    // The operator's SparkDriverFailed, SparkApplicationPendingRerun and their like tell the states, which the page shows anyway.
    private static bool TellsAState(EventView e) => e.Reason.StartsWith("Spark", StringComparison.Ordinal);

    // "Pod pi-driver" is how the domain names a pod as a source.
    private static string? PodLog(JobRun run, string source) =>
        source.Split(' ') is ["Pod", var pod] ? Address.Log(run.Workspace, run.Name, pod) : null;
}
