using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Core.Storage;

/// <summary>Tells an outage of PostgreSQL from a mistake of ours.</summary>
internal static class StorageErrors
{
    /// <summary>Runs one operation; an outage becomes a <see cref="StorageUnavailableException"/>.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (IsOutage(e))
        {
            throw new StorageUnavailableException(Describe(e.GetBaseException().Message), e);
        }
    }

    /// <summary>An outage in a sentence for people.</summary>
    public static string Describe(string reason) => $"The run history cannot be reached: PostgreSQL does not answer ({reason}). It comes back by itself once PostgreSQL does.";

    public static bool IsOutage(Exception? e) => e switch
    {
        null => false,
        // 42P01: the tables are not there yet, the migrator is still waiting for PostgreSQL.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is "57P01" or "57P02" or "57P03" or "42P01" or "3D000" or "53300",
        NpgsqlException or SocketException or TimeoutException => true,
        DbUpdateException or InvalidOperationException => IsOutage(e.InnerException),
        _ => false,
    };
}
