using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Storage;

/// <summary>
/// Work that one portal at a time may do, held as a PostgreSQL advisory lock. It is lost with the connection: ask <see cref="CheckAsync"/>
/// now and then, and stop the work when that throws.
/// </summary>
public sealed class DatabaseLock : IAsyncDisposable
{
    private readonly PortalDb _db;

    private DatabaseLock(PortalDb db) => _db = db;

    /// <returns>The lock, or null while somebody else has it.</returns>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer.</exception>
    public static Task<DatabaseLock?> TryTakeAsync(IDbContextFactory<PortalDb> databases, string name, CancellationToken ct) => StorageErrors.GuardAsync(async () =>
    {
        var db = await databases.CreateDbContextAsync(ct);
        try
        {
            await db.Database.OpenConnectionAsync(ct);
            var key = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            if (await db.Database.SqlQuery<bool>($"select pg_try_advisory_lock({key}) as \"Value\"").SingleAsync(ct))
            {
                return new DatabaseLock(db);
            }
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }

        await db.DisposeAsync();
        return null;
    });

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
