namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>How long a job waits before it replaces a failed pod: 10 s after the first failure in a row, twice as long after each further one, at most 10 min.</summary>
internal static class PodBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>What is left to wait.</summary>
    /// <param name="ended">Pods of the job that have ended, in any order.</param>
    /// <param name="now">Now.</param>
    public static TimeSpan Remaining(IEnumerable<JobPod> ended, DateTimeOffset now)
    {
        var (failures, last) = (0, DateTimeOffset.MinValue);
        foreach (var pod in ended.OrderBy(p => p.EndedAt))
        {
            failures = pod.Succeeded ? 0 : failures + 1;
            last = pod.EndedAt ?? now;
        }

        return Remaining(failures, last, now);
    }

    /// <summary>What is left to wait after some failures in a row.</summary>
    public static TimeSpan Remaining(int failures, DateTimeOffset last, DateTimeOffset now)
    {
        if (failures == 0)
        {
            return TimeSpan.Zero;
        }

        var wait = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(failures - 1, 10)));
        var left = last + wait - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
