using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Storage;

/// <summary>Registers everything that speaks to PostgreSQL.</summary>
public static class StorageServices
{
    private static readonly (EventId, LogLevel)[] Quiet =
    [
        (RelationalEventId.ConnectionError, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.TransactionError, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug), (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
    ];

    /// <param name="services">Where to register.</param>
    /// <param name="connectionString">An Npgsql connection string; the database is created when it is missing.</param>
    public static IServiceCollection AddPortalStorage(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContextFactory<PortalDb>(options => options
            .UseNpgsql(WithLimits(connectionString))
            // Migrations are written by hand, without a snapshot of the model; a test compares the schemas.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))
            // Outages are said once, in a sentence, by those who wait for their end.
            .ConfigureWarnings(w => w.Log(Quiet)));
        services.AddSingleton<DatabaseMigrator>();
        services.AddHostedService(p => p.GetRequiredService<DatabaseMigrator>());
        services.AddSingleton<DatabaseLocks>();
        services.AddSingleton<StorageHealth>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<RunWriter>();
        return services;
    }

    /// <summary>
    /// A server that hangs must count as down while a reader still waits for the page: the driver's own limits are 15 and 30 seconds.
    /// Limits that the connection string gives are kept.
    /// </summary>
    internal static string WithLimits(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Limit("Timeout", () => settings.Timeout = 3);
        Limit("Command Timeout", () => settings.CommandTimeout = 3);
        // How long the driver waits for the server to confirm that a command was given up.
        Limit("Cancellation Timeout", () => settings.CancellationTimeout = 500);
        return settings.ConnectionString;

        void Limit(string key, Action set)
        {
            if (!settings.ShouldSerialize(key))
            {
                set();
            }
        }
    }
}
