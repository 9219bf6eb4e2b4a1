using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Filters;

namespace Portal.Features.Jobs.Views;

/// <summary>How many runs each tab shows. Counted again when something changed, at most once a second.</summary>
public sealed class ViewCounts(IJobService jobs, Caller caller, string workspace, UserClock clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly LiveQuery _query = new(clock.Provider, Pause);
    private Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public Action? Changed { get; set; }

    /// <summary>Null when it was not counted yet.</summary>
    public int? Of(RunFilter filter) => _counts.TryGetValue(filter.ToQuery(), out var count) ? count : null;

    /// <summary>Counts what a filter shows, given what a list with that filter said about it.</summary>
    public static int Count(RunFilter filter, RunFacets facets) =>
        facets.States.Where(s => filter.States.Count == 0 || filter.States.Contains(s.Key)).Sum(s => s.Value);

    /// <summary>Counts and keeps counting until the token is cancelled.</summary>
    /// <param name="filters">What to count, asked anew each time.</param>
    /// <param name="ct">Ends it.</param>
    public Task RunAsync(Func<IEnumerable<RunFilter>> filters, CancellationToken ct) =>
        _query.RunAsync(c => jobs.WatchAsync(workspace, c), c => ReadAsync(filters(), c), _ => { }, ct);

    /// <summary>What is to be counted has changed.</summary>
    public void Recount() => _query.Poke();

    private async Task ReadAsync(IEnumerable<RunFilter> filters, CancellationToken ct)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (var filter in filters)
        {
            counts[filter.ToQuery()] = await jobs.CountAsync(caller, filter.ToRunQuery(workspace, clock), ct);
        }

        _counts = counts;
        Changed?.Invoke();
    }
}
