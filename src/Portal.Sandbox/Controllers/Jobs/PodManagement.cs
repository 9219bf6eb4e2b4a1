namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>How many pods a running job should have, and which come or go for that. In one step pods only come or only go.</summary>
internal static class PodManagement
{
    /// <summary>Pods made or removed in one step, so that a huge job does not hold up the others.</summary>
    private const int MaxAtOnce = 500;

    public static void Plan(JobSpec spec, JobTally tally, JobDecision decision, DateTimeOffset now)
    {
        var active = tally.Active.Count;
        var wanted = spec.IsSuspended ? 0 : Wanted(spec, tally);
        decision.Dismiss = [.. Surplus(spec, tally, Math.Max(0, active - wanted)).Take(MaxAtOnce)];
        if (spec.IsSuspended || decision.Dismiss.Count > 0)
        {
            return;
        }

        var missing = Math.Min(MaxAtOnce, wanted - active - (spec.ReplacesEndedOnly ? tally.Terminating.Count : 0));
        if (missing <= 0)
        {
            return;
        }

        if (spec.BackoffLimitPerIndex is null && PodBackoff.Remaining(tally.Pods.Where(p => p.Ended || p.CountsAsFailed(spec)), now) is { Ticks: > 0 } wait)
        {
            decision.LookAgain(wait);
            return;
        }

        decision.Create = spec.IsIndexed ? [.. Numbered(spec, tally, decision, now).Take(missing)] : [.. Enumerable.Repeat(default(NewPod), missing)];
    }

    private static int Wanted(JobSpec spec, JobTally tally) =>
        spec.Completions is { } completions ? Math.Clamp(completions - tally.Succeeded, 0, spec.Parallelism)
        : tally.Succeeded > 0 ? tally.Active.Count
        : spec.Parallelism;

    /// <summary>Pods whose number is taken or not wanted go in any case, then those that have come least far.</summary>
    private static List<JobPod> Surplus(JobSpec spec, JobTally tally, int atLeast)
    {
        List<JobPod> surplus = [];
        IEnumerable<JobPod> rest = tally.Active;
        if (spec.IsIndexed)
        {
            var first = tally.Active.Where(p => p.Index < spec.Completions).GroupBy(p => p.Index).Select(g => g.MinBy(p => p.Created)).ToHashSet();
            surplus.AddRange(tally.Active.Where(p => !first.Contains(p)));
            rest = tally.Active.Where(first.Contains);
        }

        surplus.AddRange(rest
            .OrderBy(p => p.IsScheduled).ThenBy(p => p.Phase switch { "Pending" => 0, "Running" => 2, _ => 1 }).ThenBy(p => p.IsReady).ThenByDescending(p => p.Created)
            .Take(Math.Max(0, atLeast - surplus.Count)));
        return surplus;
    }

    private static IEnumerable<NewPod> Numbered(JobSpec spec, JobTally tally, JobDecision decision, DateTimeOffset now)
    {
        var taken = tally.Active.Concat(spec.ReplacesEndedOnly ? tally.Terminating : []).Select(p => p.Index).ToHashSet();
        for (var index = 0; index < spec.Completions; index++)
        {
            if (taken.Contains(index) || tally.CompletedIndexes.Contains(index) || tally.FailedIndexes?.Contains(index) == true)
            {
                continue;
            }

            if (spec.BackoffLimitPerIndex is null)
            {
                yield return new NewPod(index);
                continue;
            }

            if (tally.LastOf(index) is not { } last)
            {
                yield return new NewPod(index, 0);
                continue;
            }

            var wait = PodBackoff.Remaining(last.IndexFailures + 1, last.EndedAt ?? now, now);
            if (wait > TimeSpan.Zero)
            {
                decision.LookAgain(wait);
            }
            else
            {
                yield return new NewPod(index, last.IndexFailures + (tally.Counts(last) ? 1 : 0));
            }
        }
    }
}
