using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Storage;

/// <summary>Hands out <see cref="DatabaseLock"/>s by name.</summary>
public sealed class DatabaseLocks(IDbContextFactory<PortalDb> databases)
{
    /// <returns>The lock, or null while somebody else has it.</returns>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer.</exception>
    public Task<DatabaseLock?> TryTakeAsync(string name, CancellationToken ct) => StorageErrors.GuardAsync<DatabaseLock?>(async () =>
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
}
