using Portal.Core.Jobs;

namespace Portal.Features.Jobs;

/// <summary>Runs under one heading of the list.</summary>
/// <param name="TitleKey">Key of the heading: GroupLive, GroupToday, GroupYesterday, GroupEarlier, or <see cref="Sorted"/>.</param>
/// <param name="Runs">The runs, in the order of the list.</param>
public sealed record RunGroup(string TitleKey, IReadOnlyList<JobRun> Runs)
{
    /// <summary>The one group of a list in another order than by time; it needs no heading.</summary>
    public const string Sorted = "";

    private static readonly List<string> Order = ["GroupLive", "GroupToday", "GroupYesterday", "GroupEarlier"];

    /// <summary>Groups runs by what the reader calls a day. Empty groups are left out.</summary>
    /// <param name="runs">Newest first.</param>
    /// <param name="dayOf">Day of a moment in the reader's zone.</param>
    /// <param name="today">The reader's today.</param>
    public static IReadOnlyList<RunGroup> Of(IEnumerable<JobRun> runs, Func<DateTimeOffset, DateOnly> dayOf, DateOnly today)
    {
        return [.. runs.GroupBy(Title).OrderBy(g => Order.IndexOf(g.Key)).Select(g => new RunGroup(g.Key, [.. g]))];

        string Title(JobRun run) =>
            !run.Ended ? "GroupLive"
            : dayOf(run.SubmittedAt) is var day && day >= today ? "GroupToday"
            : day == today.AddDays(-1) ? "GroupYesterday"
            : "GroupEarlier";
    }
}
