using Microsoft.EntityFrameworkCore;
using Portal.Core.History.Folding;
using Portal.Core.Jobs;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage.Lists;

/// <summary>The order of a <see cref="RunQuery"/> and the place in it to go on from, over rows and over runs in memory. Both must order alike.</summary>
internal abstract class RunOrdering : IComparer<JobRun>
{
    private static readonly RunKey<int?> State = new(
        r => r.State == nameof(JobState.Running) ? 0
            : r.State == nameof(JobState.Waiting) ? 1
            : r.State == nameof(JobState.Succeeded) ? 2
            : r.State == nameof(JobState.Failed) ? 3
            : r.State == nameof(JobState.Cancelled) ? 4
            : 5,
        r => r.State switch
        {
            JobState.Running => 0,
            JobState.Waiting => 1,
            JobState.Succeeded => 2,
            JobState.Failed => 3,
            JobState.Cancelled => 4,
            _ => 5,
        })
    {
        Always = true,
    };

    /// <param name="query">Order and place.</param>
    /// <param name="now">Until when runs that go on have lasted, unless the place says otherwise.</param>
    /// <exception cref="ArgumentException">The place was not given by a list in this order.</exception>
    public static RunOrdering For(RunQuery query, DateTimeOffset now)
    {
        var order = query.Order;
        var place = RunCursor.Parse(query.After, order);
        // PostgreSQL's times are coarser than .NET's.
        var until = place?.Now ?? RunFold.Whole(now);
        return order.By switch
        {
            RunOrderBy.Started => Times(order, until, place, new(r => r.StartedAt, r => r.StartedAt)),
            RunOrderBy.Ended => Times(order, until, place, new(r => r.EndedAt, r => r.EndedAt)),
            RunOrderBy.Duration => new KeyOrdering<TimeSpan?>(
                order,
                until,
                place,
                new(
                    r => r.State == nameof(JobState.Waiting) ? null : (r.EndedAt ?? until) - (r.StartedAt ?? r.SubmittedAt),
                    r => r.State == JobState.Waiting ? null : (r.EndedAt ?? until) - (r.StartedAt ?? r.SubmittedAt)),
                Comparer<TimeSpan?>.Default),
            RunOrderBy.Job => Words(order, until, place, new(r => r.Job, r => r.Job) { Always = true }),
            RunOrderBy.Name => Words(order, until, place, new(r => r.Name, r => r.Name) { Always = true }),
            RunOrderBy.State => Numbers(order, until, place, State),
            RunOrderBy.StartedBy => Words(order, until, place, new(r => r.SubmittedBy, r => r.SubmittedBy) { Always = true }),
            RunOrderBy.Asked => Numbers(order, until, place, new(r => r.CoresAsked, r => r.CoresAsked) { Always = true }),
            RunOrderBy.ExitCode => Numbers(order, until, place, new(r => r.ExitCode, r => r.ExitCode)),
            RunOrderBy.ParentRun => Words(order, until, place, new(r => EF.Functions.Collate(r.ParentRun, "C"), r => r.ParentRun)),
            _ => Times(order, until, place, new(r => r.SubmittedAt, r => r.SubmittedAt) { Always = true }),
        };
    }

    /// <summary>The rows after the place, in order.</summary>
    public abstract IQueryable<RunEntity> Sort(IQueryable<RunEntity> rows);

    /// <summary>Whether a run stands after the place.</summary>
    public abstract bool IsAhead(JobRun run);

    /// <summary>The place of a run, for <see cref="RunQuery.After"/>.</summary>
    public abstract string PlaceOf(JobRun run);

    public abstract int Compare(JobRun? x, JobRun? y);

    private static KeyOrdering<DateTimeOffset?> Times(RunOrder order, DateTimeOffset now, RunCursor? place, RunKey<DateTimeOffset?> key) => new(order, now, place, key, Comparer<DateTimeOffset?>.Default);

    private static KeyOrdering<int?> Numbers(RunOrder order, DateTimeOffset now, RunCursor? place, RunKey<int?> key) => new(order, now, place, key, Comparer<int?>.Default);

    private static KeyOrdering<string?> Words(RunOrder order, DateTimeOffset now, RunCursor? place, RunKey<string?> key) => new(order, now, place, key, CodePointOrder.Instance);
}
