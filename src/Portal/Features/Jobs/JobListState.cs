using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Filters;
using Portal.Features.Jobs.Views;

namespace Portal.Features.Jobs;

/// <summary>
/// The runs that a list shows. In the usual order live ones are always there whole, and ended ones come page by page; in any other all come
/// page by page. While the reader points at the list, rows change in place but none comes, goes or moves.
/// </summary>
public sealed class JobListState(IJobService jobs, Caller caller, string workspace, UserClock clock)
{
    /// <summary>Most runs that come page by page; who wants others narrows the list.</summary>
    public const int MostPaged = 1000;

    private const int PageSize = 100;
    private const int MostLive = 500;
    private static readonly JobState[] LiveStates = [JobState.Waiting, JobState.Running];
    private static readonly JobState[] EndedStates = [JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Unknown];

    private readonly LiveQuery _query = new(clock.Provider);
    private List<JobRun> _latest = [];
    private int _pages = 1;
    private bool _held;

    /// <summary>Something shown has changed. Raised on the circuit's dispatcher.</summary>
    public Action? Changed { get; set; }

    public RunFilter Filter { get; private set; } = new();

    /// <summary>Order of what is shown.</summary>
    public RunSort Sort { get; private set; } = RunSort.NewestFirst;

    /// <summary>What to show; null until the first answer.</summary>
    public IReadOnlyList<RunGroup>? Groups { get; private set; }

    public RunFacets? Facets { get; private set; }

    /// <summary>Why the last read failed; what was read before it is still shown.</summary>
    public LoadFailure? Failure { get; private set; }

    /// <summary>Since when what is shown may be out of date.</summary>
    public DateTimeOffset? StaleSince { get; private set; }

    /// <summary>Runs that would come into view if the list were not held.</summary>
    public int HeldBack { get; private set; }

    /// <summary>Whether further runs can be asked for.</summary>
    public bool HasOlder { get; private set; }

    /// <summary>There are more runs than are held.</summary>
    public bool Cut { get; private set; }

    public bool LoadingOlder { get; private set; }

    /// <summary>What is shown does not match <see cref="Filter"/> yet.</summary>
    public bool Filtering { get; private set; }

    public int Shown => Groups?.Sum(g => g.Runs.Count) ?? 0;

    /// <summary>Reads and keeps reading until the token is cancelled.</summary>
    public Task RunAsync(RunView view, CancellationToken ct)
    {
        (Filter, Sort) = (view.Filter, view.Sort);
        return _query.RunAsync(c => jobs.WatchAsync(workspace, c), ReadAsync, Report, ct);
    }

    public void SetView(RunView view)
    {
        if (view.Sort == Sort && view.Filter.ToQuery() == Filter.ToQuery())
        {
            return;
        }

        (Filter, Sort) = (view.Filter, view.Sort);
        _pages = 1;
        _held = false;
        Filtering = true;
        _query.Poke();
    }

    public void LoadOlder()
    {
        _pages++;
        LoadingOlder = true;
        _held = false;
        _query.Poke();
    }

    /// <summary>Keeps rows where they are; false lets come what was held back.</summary>
    public void Hold(bool hold)
    {
        _held = hold;
        if (!hold && HeldBack > 0)
        {
            Show();
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var (filter, sort) = (Filter, Sort);
        var query = filter.ToRunQuery(workspace, clock) with { Order = sort.Order };
        var wanted = Math.Min(_pages * PageSize, MostPaged);
        var live = sort == RunSort.NewestFirst ? await ListAsync(query, LiveStates, MostLive, ct) : default;
        var paged = await ListAsync(query, sort == RunSort.NewestFirst ? EndedStates : [.. StateLook.All], wanted, ct);
        if (filter != Filter || sort != Sort)
        {
            return; // Changed meanwhile: the next read is already asked for.
        }

        // A run that went on between two reads is in both: what was read last counts.
        _latest = [.. paged.Runs.Concat(live.Runs ?? []).DistinctBy(r => r.Uid)];
        Cut = paged.HasMore && wanted == MostPaged;
        HasOlder = paged.HasMore && !Cut;
        LoadingOlder = false;
        Filtering = false;
        Facets = Sum(live.Facets, paged.Facets);
        Show();
    }

    private async Task<(List<JobRun> Runs, bool HasMore, RunFacets? Facets)> ListAsync(RunQuery query, JobState[] states, int wanted, CancellationToken ct)
    {
        // A part of the list asks for some states only; a facet's own filter does not narrow its counts, so the states' counts stay right.
        var chosen = query.States.Count == 0 ? states : [.. states.Where(s => query.States.Contains(s))];
        if (chosen.Length == 0)
        {
            return ([], false, null);
        }

        List<JobRun> runs = [];
        RunFacets? facets = null;
        string? after = null;
        do
        {
            var page = await jobs.ListAsync(caller, query with { States = chosen, Limit = Math.Min(500, wanted - runs.Count), After = after }, ct);
            runs.AddRange(page.Runs);
            facets ??= page.Facets;
            after = page.Next;
        }
        while (after is not null && runs.Count < wanted);
        return (runs, after is not null, facets);
    }

    private static RunFacets? Sum(RunFacets? live, RunFacets? ended)
    {
        if (live is null || ended is null)
        {
            return live ?? ended;
        }

        return new RunFacets(live.States, Add(live.SubmittedBy, ended.SubmittedBy), Add(live.Jobs, ended.Jobs));

        static Dictionary<string, int> Add(IReadOnlyDictionary<string, int> left, IReadOnlyDictionary<string, int> right) =>
            left.Concat(right).GroupBy(c => c.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Value), StringComparer.Ordinal);
    }

    private void Show()
    {
        if (_held && Groups is not null)
        {
            var latest = _latest.ToDictionary(r => r.Uid, StringComparer.Ordinal);
            var shown = Groups.SelectMany(g => g.Runs).Select(r => r.Uid).ToHashSet(StringComparer.Ordinal);
            Groups = [.. Groups.Select(g => g with { Runs = [.. g.Runs.Select(r => latest.GetValueOrDefault(r.Uid, r))] })];
            HeldBack = Sort == RunSort.NewestFirst ? latest.Keys.Count(uid => !shown.Contains(uid)) : 0;
        }
        else
        {
            Groups = Sort == RunSort.NewestFirst
                ? RunGroup.Of(_latest, at => DateOnly.FromDateTime(clock.Local(at).DateTime), clock.Today)
                : [new RunGroup(RunGroup.Sorted, _latest)];
            HeldBack = 0;
        }

        Changed?.Invoke();
    }

    private void Report(LoadFailure? failure)
    {
        StaleSince = failure is null ? null : StaleSince ?? clock.Now;
        if (Failure != failure)
        {
            Failure = failure;
            Changed?.Invoke();
        }
    }
}
