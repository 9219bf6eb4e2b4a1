using Portal.Core.Clusters;
using Portal.Core.History.Live;
using Portal.Core.Jobs;

namespace Portal.Core.History.Folding;

/// <summary>Finds a run's attempts in the operator's submission ids and in the driver pods.</summary>
internal static class RunAttempts
{
    public static IReadOnlyList<RunAttempt> Merge(IReadOnlyList<RunAttempt> known, RunFacts facts)
    {
        List<RunAttempt> attempts = [.. known];
        foreach (var pod in facts.PodsOf("driver").OrderBy(p => p.CreatedAt).ThenBy(p => p.Uid, StringComparer.Ordinal))
        {
            Put(attempts, Update(Find(attempts, pod) ?? Next(attempts, pod.Labels.GetValueOrDefault(RunPods.SubmissionIdLabel) ?? ""), pod));
        }

        if (facts.App.SubmissionId is { Length: > 0 } submission && attempts.TrueForAll(a => a.SubmissionId != submission))
        {
            Put(attempts, Next(attempts, submission));
        }

        return [.. attempts.OrderBy(a => a.Number)];
    }

    private static RunAttempt? Find(List<RunAttempt> attempts, PodView pod)
    {
        var submission = pod.Labels.GetValueOrDefault(RunPods.SubmissionIdLabel) ?? "";
        return attempts.Find(a => a.DriverPodUid == pod.Uid)
            ?? attempts.Find(a => a.DriverPodUid is null && (submission.Length == 0 || a.SubmissionId == submission));
    }

    private static RunAttempt Next(List<RunAttempt> attempts, string submission) =>
        new(attempts.Count == 0 ? 1 : attempts.Max(a => a.Number) + 1, submission, null, null, null, null, null);

    private static RunAttempt Update(RunAttempt attempt, PodView pod)
    {
        var main = RunPods.Main(pod);
        return attempt with
        {
            DriverPodUid = pod.Uid,
            StartedAt = main?.StartedAt ?? attempt.StartedAt,
            EndedAt = main?.FinishedAt ?? attempt.EndedAt,
            ExitCode = main?.ExitCode ?? attempt.ExitCode,
            Cause = main is { State: "terminated", ExitCode: not 0 } ? attempt.Cause ?? main.Reason : attempt.Cause,
        };
    }

    private static void Put(List<RunAttempt> attempts, RunAttempt attempt)
    {
        attempts.RemoveAll(a => a.Number == attempt.Number);
        attempts.Add(attempt);
    }
}
