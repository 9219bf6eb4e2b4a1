using System.Globalization;
using Portal.Core.Clusters;
using Portal.Core.History.Live;
using Portal.Core.Jobs;
using Portal.Core.Storage.Rows;

namespace Portal.Core.History.Folding;

/// <summary>
/// The time line of a run. Steps come from times that the objects carry wherever there are such, so that they are the same whenever they
/// are read; an operator state without a time of its own gets the time at which it was seen.
/// </summary>
internal static class RunSteps
{
    /// <summary>Most steps of one run; what happens after that is not added, except its end.</summary>
    public const int Max = 500;

    public static IReadOnlyList<RunStep> Merge(JobRun run, RunFacts facts)
    {
        List<RunStep> steps = [.. run.Steps];
        var known = steps.ToHashSet();
        foreach (var step in Seen(run, facts).Select(s => Tidy(s, run)))
        {
            if ((steps.Count < Max || step.Kind == "ended") && known.Add(step))
            {
                steps.Add(step);
            }
        }

        if (OperatorState(run, facts, steps) is { } state && steps.Count < Max)
        {
            steps.Add(Tidy(state, run));
        }

        return RunStepOrder.Sort(steps);
    }

    private static IEnumerable<RunStep> Seen(JobRun run, RunFacts facts)
    {
        yield return new(run.SubmittedAt, "submitted", run.SubmittedBy);
        if (facts.App is { SubmissionId.Length: > 0, LastSubmissionAttemptTime: { } submitted, SubmissionId: var id })
        {
            var number = run.Attempts.FirstOrDefault(a => a.SubmissionId == id)?.Number ?? 1;
            yield return new(submitted, "SUBMITTED", string.Create(CultureInfo.InvariantCulture, $"attempt {number}"));
        }

        if (facts.Cancel is { } cancel && !run.Steps.Any(s => s.Kind == "cancel-requested"))
        {
            yield return new(cancel.At, "cancel-requested", cancel.Person);
        }

        foreach (var step in facts.PodsOf("driver").OrderBy(p => p.CreatedAt).SelectMany(p => Pod(p, "driver")))
        {
            yield return step;
        }

        foreach (var step in facts.PodsOf("executor").Where(p => RunPods.Main(p)?.StartedAt is not null).OrderBy(p => p.CreatedAt).SelectMany(p => Pod(p, "executor")))
        {
            yield return step;
        }

        if (run.EndedAt is { } ended)
        {
            yield return new(ended, "ended", run.State.ToString());
        }
    }

    private static IEnumerable<RunStep> Pod(PodView pod, string role)
    {
        if (RunPods.Main(pod) is not { } main)
        {
            yield break;
        }

        if (role == "driver" && pod.ScheduledAt is { } scheduled)
        {
            yield return new(scheduled, "scheduled", pod.Key.Name);
        }

        if (main.StartedAt is { } started)
        {
            yield return new(started, $"{role}-started", pod.Key.Name);
        }

        if (main.FinishedAt is { } finished)
        {
            yield return new(finished, $"{role}-ended", string.Create(CultureInfo.InvariantCulture, $"{pod.Key.Name}, exit code {main.ExitCode}"));
        }
    }

    // SUBMITTED, COMPLETED and FAILED carry their own times: they are "SUBMITTED" above and "ended".
    private static RunStep? OperatorState(JobRun run, RunFacts facts, List<RunStep> steps)
    {
        var state = facts.App.State;
        return state is "" or "SUBMITTED" or "COMPLETED" or "FAILED" || facts.GoneAt is not null || steps.FindLast(s => IsOperatorState(s.Kind))?.Kind == state
            ? null
            : new(facts.ChangedAt, state, facts.App.ErrorMessage ?? "");
    }

    private static bool IsOperatorState(string kind) => char.IsAsciiLetterUpper(kind[0]);

    // Clocks of the portal and of the nodes differ, and Kubernetes cuts its times to seconds: nothing happens before the submission.
    private static RunStep Tidy(RunStep step, JobRun run)
    {
        var at = RunFold.Whole(step.At < run.SubmittedAt ? run.SubmittedAt : step.At);
        return step with { At = at, Detail = RunMapping.Detail(step.Detail) };
    }
}
