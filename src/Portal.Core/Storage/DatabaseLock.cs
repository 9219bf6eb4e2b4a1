using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Storage;

/// <summary>
/// Work that one portal at a time may do, held as a PostgreSQL advisory lock. It is lost with the connection: ask <see cref="CheckAsync"/>
/// now and then, and stop the work when that throws.
/// </summary>
public sealed class DatabaseLock : IAsyncDisposable
{
    private readonly PortalDb _db;

    internal DatabaseLock(PortalDb db) => _db = db;

    /// <exception cref="StorageUnavailableException">The connection is gone, and the lock with it.</exception>
    public Task CheckAsync(CancellationToken ct) => StorageErrors.GuardAsync(() => _db.Database.ExecuteSqlAsync($"select 1", ct));

    /// <summary>Gives the lock up.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // The pool would keep the session, and the session the lock.
            await _db.Database.ExecuteSqlAsync($"select pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception e) when (StorageErrors.IsOutage(e))
        {
            // The session is gone already.
        }

        await _db.DisposeAsync();
    }
}
