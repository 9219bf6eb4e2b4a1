using Portal.Sandbox.Cron;

namespace Portal.Sandbox.Controllers.CronJobs;

/// <summary>Which of a CronJob's times have come since it last ran, and when the next one comes.</summary>
/// <param name="Since">Where the search began.</param>
/// <param name="Latest">The latest time that has come; null for none.</param>
/// <param name="Missed">How many have come; rough, as in Kubernetes, when they are not equally far apart.</param>
internal sealed record DueTimes(DateTimeOffset Since, DateTimeOffset? Latest, long Missed)
{
    /// <summary>More than this many are too many to be a delay.</summary>
    private const int Many = 100;

    /// <summary>Added when waiting for a time, so that a clock that is a little off does not make it too early.</summary>
    private static readonly TimeSpan Padding = TimeSpan.FromMilliseconds(100);

    public bool TooManyMissed => Missed > Many;

    /// <returns>Null when the schedule is never due.</returns>
    public static DueTimes? Find(CronSchedule schedule, DateTimeOffset since, TimeSpan? deadline, DateTimeOffset now)
    {
        if (deadline is { } late && now - late > since)
        {
            since = now - late;
        }

        if (schedule.Next(since) is not { } first || schedule.Next(first) is not { } second)
        {
            return null;
        }

        if (now < first)
        {
            return new(since, null, 0);
        }

        if (now < second)
        {
            return new(since, first, 0);
        }

        // Their number is guessed from the first two: a schedule that was forgotten for years is not counted through.
        var apart = second - first;
        var missed = (long)((now - first) / apart) + 1;
        DateTimeOffset? latest = null;
        for (var time = schedule.Next(first + apart * (missed - 2)); time <= now; time = schedule.Next(time.Value))
        {
            latest = time;
        }

        return new(since, latest, missed);
    }

    /// <summary>How long until the next time comes.</summary>
    public static TimeSpan? UntilNext(CronSchedule schedule, DateTimeOffset since, DateTimeOffset now)
    {
        var found = Find(schedule, since, deadline: null, now);
        var from = found is null ? now : found.Latest ?? (found.Missed == 0 ? found.Since : now);
        return schedule.Next(from) - now + Padding;
    }
}
