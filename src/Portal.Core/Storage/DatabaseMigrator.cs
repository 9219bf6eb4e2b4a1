using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Core.Storage;

/// <summary>
/// Brings the database's schema up to date at start. Keeps trying while PostgreSQL is down, and takes an advisory lock, so that several
/// portals may start together. Migrations only go forward.
/// </summary>
public sealed class DatabaseMigrator(IDbContextFactory<PortalDb> databases, TimeProvider time, ILogger<DatabaseMigrator> log) : BackgroundService
{
    // Any number that nothing else in this database uses.
    private const long LockKey = 0x504F5254414C0001;

    // A migration may rewrite a large table, or wait for another portal that does.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Why the schema is not up to date yet; null when it is, or before the first attempt has ended.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether the schema is up to date.</summary>
    public bool Ready => _done.Task.IsCompletedSuccessfully;

    /// <summary>Completes when the schema is up to date.</summary>
    public Task WaitAsync(CancellationToken ct) => _done.Task.WaitAsync(ct);

    /// <summary>Migrates once; throws when PostgreSQL does not answer.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await EnsureDatabaseAsync(db, ct);
        db.Database.SetCommandTimeout(Patience);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({LockKey})", ct);
        try
        {
            await db.Database.MigrateAsync(ct);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); !_done.Task.IsCompleted; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await MigrateAsync(stoppingToken);
                Error = null;
                _done.TrySetResult();
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Error = e.GetBaseException().Message;
                log.LogWarning("The database is not ready, trying again in {Pause}: {Error}", pause, Error);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }

    private static async Task EnsureDatabaseAsync(PortalDb db, CancellationToken ct)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(ct))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(ct);
        }
        catch (Npgsql.PostgresException e) when (e.SqlState is "42P04" or "23505")
        {
            // Another portal created it at the same moment.
        }
    }
}
