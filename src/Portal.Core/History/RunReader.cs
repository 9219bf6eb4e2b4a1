using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.History.Outbox;
using Portal.Core.Jobs;
using Portal.Core.Storage;
using Portal.Core.Storage.Lists;

namespace Portal.Core.History;

/// <summary>Runs as they are now: the recorded rows, and over them what the cluster shows and the recorder has not written yet.</summary>
public sealed class RunReader(ICluster cluster, LiveRuns live, RunHistory history, RunOutbox outbox, SharedReads shared, TimeProvider time, ILogger<RunReader> log)
{
    /// <summary>Most unrecorded runs that are shown over the recorded ones; of more, the newest.</summary>
    private const int MaxOverlay = 1_000;

    /// <summary>The latest run of that name; null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer, and the run's object does not exist.</exception>
    public async Task<JobRun?> FindAsync(string workspace, string name, CancellationToken ct)
    {
        if (live.FindByName(workspace, name) is not { } facts)
        {
            return await history.FindByNameAsync(cluster.Id, workspace, name, ct);
        }

        return await shared.ReadAsync(facts, c => ReadAsync(facts, c), ct);
    }

    private async Task<JobRun> ReadAsync(RunFacts facts, CancellationToken ct)
    {
        // Submitted while PostgreSQL did not answer: the note is the whole record so far.
        var noted = outbox.FindSubmission(app => app.Uid == facts.App.Uid)?.Onto(null);
        try
        {
            return RunFold.Apply(await history.FindAsync(cluster.Id, facts.App.Uid, ct) ?? noted, facts);
        }
        catch (StorageUnavailableException) when (noted is not null)
        {
            return RunFold.Apply(noted, facts);
        }
        catch (StorageUnavailableException e)
        {
            log.LogWarning("Run {Run} is shown without its record: {Error}", facts.App.Key.Name, e.Message);
            return RunFold.Apply(null, facts) with { RecordError = e.Message };
        }
    }

    /// <summary>One page of runs.</summary>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer.</exception>
    /// <exception cref="ArgumentException">The place to go on from was not given by a page before.</exception>
    public async Task<RunPage> ListAsync(RunQuery query, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var unrecorded = Unrecorded(query.Workspace);
        var page = await history.ListAsync(cluster.Id, query, unrecorded.Keys, now, ct);
        return unrecorded.Count == 0 ? page : Merge(page, await CurrentAsync(unrecorded, ct), query, RunOrdering.For(query, now));
    }

    /// <summary>How many runs the filters choose.</summary>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer.</exception>
    public async Task<int> CountAsync(RunQuery query, CancellationToken ct)
    {
        var unrecorded = Unrecorded(query.Workspace);
        var count = await history.CountAsync(cluster.Id, query, unrecorded.Keys, ct);
        return unrecorded.Count == 0 ? count : count + (await CurrentAsync(unrecorded, ct)).Count(r => RunFilters.Matches(r, query));
    }

    private Dictionary<string, RunFacts> Unrecorded(string workspace) =>
        live.Unrecorded(workspace).OrderByDescending(f => f.App.CreatedAt).Take(MaxOverlay).ToDictionary(f => f.App.Uid, StringComparer.Ordinal);

    private async Task<List<JobRun>> CurrentAsync(Dictionary<string, RunFacts> unrecorded, CancellationToken ct)
    {
        var stored = (await history.SomeAsync(cluster.Id, unrecorded.Keys, ct)).ToDictionary(r => r.Uid, StringComparer.Ordinal);
        return [.. unrecorded.Values.Select(f => RunFold.Apply(stored.GetValueOrDefault(f.App.Uid), f) with { Attempts = [], Steps = [], Pods = [] })];
    }

    private static RunPage Merge(RunPage page, List<JobRun> current, RunQuery query, RunOrdering ordering)
    {
        var limit = Math.Clamp(query.Limit, 1, RunHistory.MaxPage);
        List<JobRun> runs = [.. page.Runs.Concat(current.Where(r => RunFilters.Matches(r, query) && ordering.IsAhead(r))).Order(ordering)];
        var more = page.Next is not null || runs.Count > limit;
        // Of the recorded runs those after the page's last are not known here, so nothing may be shown beyond it.
        runs = [.. runs.Take(limit)];
        return new RunPage(runs, more ? ordering.PlaceOf(runs[^1]) : null, page.Facets is null ? null : Add(page.Facets, current, query));
    }

    private static RunFacets Add(RunFacets facets, List<JobRun> current, RunQuery query) => new(
        Count(facets.States, current.Where(r => RunFilters.Matches(r, query with { States = [] })), r => r.State),
        Count(facets.SubmittedBy, current.Where(r => RunFilters.Matches(r, query with { SubmittedBy = [] })), r => r.SubmittedBy),
        Count(facets.Jobs, current.Where(r => RunFilters.Matches(r, query with { Jobs = [] })), r => r.Job));

    private static Dictionary<TKey, int> Count<TKey>(IReadOnlyDictionary<TKey, int> counts, IEnumerable<JobRun> more, Func<JobRun, TKey> by)
        where TKey : notnull
    {
        var sum = counts.ToDictionary(c => c.Key, c => c.Value);
        foreach (var run in more)
        {
            sum[by(run)] = sum.GetValueOrDefault(by(run)) + 1;
        }

        return sum;
    }
}
