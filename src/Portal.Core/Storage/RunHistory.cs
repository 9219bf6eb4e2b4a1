using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Storage.Lists;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage;

/// <summary>Reads the recorded runs. Every method throws <see cref="StorageUnavailableException"/> when PostgreSQL does not answer.</summary>
public sealed class RunHistory(IDbContextFactory<PortalDb> databases, StorageHealth health)
{
    /// <summary>Most runs that one page holds.</summary>
    public const int MaxPage = 500;

    /// <summary>Asks PostgreSQL itself, also while it is known to be down.</summary>
    public Task PingAsync(CancellationToken ct) => StorageErrors.GuardAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Database.ExecuteSqlAsync($"select 1", ct);
    });

    public Task<JobRun?> FindAsync(string cluster, string uid, CancellationToken ct) =>
        OneAsync(rows => rows.Where(r => r.Cluster == cluster && r.Uid == uid), ct);

    /// <summary>The latest run of that name.</summary>
    public Task<JobRun?> FindByNameAsync(string cluster, string workspace, string name, CancellationToken ct) =>
        OneAsync(rows => rows.Where(r => r.Cluster == cluster && r.Workspace == workspace && r.Name == name), ct);

    /// <summary>The run that a submission with this key made under this name.</summary>
    public Task<JobRun?> FindSubmissionAsync(string cluster, string workspace, string name, string submissionKey, CancellationToken ct) =>
        OneAsync(rows => rows.Where(r => r.Cluster == cluster && r.Workspace == workspace && r.Name == name && r.SubmissionKey == submissionKey), ct);

    /// <summary>One page.</summary>
    /// <param name="cluster">Id of the cluster.</param>
    /// <param name="query">Filters, order and place.</param>
    /// <param name="except">Uids to leave out: the caller knows them better.</param>
    /// <param name="now">Until when runs that go on have lasted; a page after the first takes the time of the first.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <exception cref="ArgumentException"><see cref="RunQuery.After"/> was not given by a list in this order.</exception>
    public Task<RunPage> ListAsync(string cluster, RunQuery query, IReadOnlyCollection<string> except, DateTimeOffset now, CancellationToken ct) => ReadAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = Without(db, except);
        var limit = Math.Clamp(query.Limit, 1, MaxPage);
        var ordering = RunOrdering.For(query, now);
        var page = await Slim(ordering.Sort(RunFilters.Apply(rows, cluster, query)).Take(limit + 1)).ToListAsync(ct);
        var facets = string.IsNullOrEmpty(query.After) ? await FacetsAsync(rows, cluster, query, ct) : null;
        var runs = page.Take(limit).Select(RunMapping.ToRun).ToList();
        return new RunPage(runs, page.Count > limit ? ordering.PlaceOf(runs[^1]) : null, facets);
    });

    /// <summary>How many runs the filters choose.</summary>
    /// <param name="cluster">Id of the cluster.</param>
    /// <param name="query">Filters.</param>
    /// <param name="except">Uids to leave out: the caller knows them better.</param>
    /// <param name="ct">Cancels the query.</param>
    public Task<int> CountAsync(string cluster, RunQuery query, IReadOnlyCollection<string> except, CancellationToken ct) => ReadAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await RunFilters.Apply(Without(db, except), cluster, query).CountAsync(ct);
    });

    /// <summary>Runs by uid, without definition, manifest, attempts, steps and pods.</summary>
    public Task<IReadOnlyList<JobRun>> SomeAsync(string cluster, IReadOnlyCollection<string> uids, CancellationToken ct) => ReadAsync<IReadOnlyList<JobRun>>(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var wanted = uids.ToArray();
        var rows = await Slim(db.Runs.AsNoTracking().Where(r => r.Cluster == cluster && wanted.Contains(r.Uid))).ToListAsync(ct);
        return [.. rows.Select(RunMapping.ToRun)];
    });

    /// <summary>Runs whose object is believed to exist, ordered by uid, after the given one.</summary>
    public Task<IReadOnlyList<JobRun>> WithObjectAsync(string cluster, string afterUid, int limit, CancellationToken ct) => ReadAsync<IReadOnlyList<JobRun>>(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await Slim(db.Runs.AsNoTracking().Where(r => r.Cluster == cluster && r.ObjectExists && r.Uid.CompareTo(afterUid) > 0).OrderBy(r => r.Uid).Take(limit)).ToListAsync(ct);
        return [.. rows.Select(RunMapping.ToRun)];
    });

    /// <summary>Uids of failed runs whose cause has not been looked for.</summary>
    public Task<IReadOnlyList<string>> UnexplainedAsync(string cluster, int limit, CancellationToken ct) => ReadAsync<IReadOnlyList<string>>(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Runs.Where(r => r.Cluster == cluster && r.State == "Failed" && r.Cause == null).OrderBy(r => r.Uid).Select(r => r.Uid).Take(limit).ToListAsync(ct);
    });

    private Task<T> ReadAsync<T>(Func<Task<T>> read) =>
        health.Outage is { } outage ? Task.FromException<T>(new StorageUnavailableException(outage)) : StorageErrors.GuardAsync(read);

    private static IQueryable<RunEntity> Without(PortalDb db, IReadOnlyCollection<string> uids)
    {
        var rows = db.Runs.AsNoTracking();
        var hidden = uids.ToArray();
        return hidden.Length == 0 ? rows : rows.Where(r => !hidden.Contains(r.Uid));
    }

    private Task<JobRun?> OneAsync(Func<IQueryable<RunEntity>, IQueryable<RunEntity>> choose, CancellationToken ct) => ReadAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        // The queries for the run and its parts must see the same moment.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var rows = choose(db.Runs.AsNoTracking().Include(r => r.Attempts).Include(r => r.Steps).Include(r => r.Pods).AsSplitQuery());
        var row = await rows.OrderByDescending(r => r.SubmittedAt).ThenByDescending(r => r.Uid).FirstOrDefaultAsync(ct);
        return row is null ? null : RunMapping.ToRun(row);
    });

    private static async Task<RunFacets> FacetsAsync(IQueryable<RunEntity> rows, string cluster, RunQuery query, CancellationToken ct)
    {
        var states = await RunFilters.Apply(rows, cluster, query with { States = [] }).GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var people = await RunFilters.Apply(rows, cluster, query with { SubmittedBy = [] }).GroupBy(r => r.SubmittedBy).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var jobs = await RunFilters.Apply(rows, cluster, query with { Jobs = [] }).GroupBy(r => r.Job).Select(g => new { g.Key, Count = g.Count() }).OrderByDescending(g => g.Count).Take(MaxPage).ToListAsync(ct);
        return new RunFacets(states.ToDictionary(g => Enum.Parse<JobState>(g.Key), g => g.Count), people.ToDictionary(g => g.Key, g => g.Count), jobs.ToDictionary(g => g.Key, g => g.Count));
    }

    // Lists do not carry scripts and manifests.
    private static IQueryable<RunEntity> Slim(IQueryable<RunEntity> rows) => rows.Select(r => new RunEntity
    {
        Cluster = r.Cluster,
        Uid = r.Uid,
        Workspace = r.Workspace,
        Name = r.Name,
        Job = r.Job,
        State = r.State,
        OperatorState = r.OperatorState,
        Summary = r.Summary,
        Cause = r.Cause,
        SubmittedBy = r.SubmittedBy,
        SubmittedAt = r.SubmittedAt,
        StartedAt = r.StartedAt,
        EndedAt = r.EndedAt,
        ExitCode = r.ExitCode,
        ParentRun = r.ParentRun,
        CancelledBy = r.CancelledBy,
        ObjectExists = r.ObjectExists,
        CoresAsked = r.CoresAsked,
    });
}
