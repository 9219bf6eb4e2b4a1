using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

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
            .UseNpgsql(connectionString)
            // Migrations are written by hand, without a snapshot of the model; a test compares the schemas.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))
            // Outages are said once, in a sentence, by those who wait for their end.
            .ConfigureWarnings(w => w.Log(Quiet)));
        services.AddSingleton<DatabaseMigrator>();
        services.AddHostedService(p => p.GetRequiredService<DatabaseMigrator>());
        services.AddSingleton<DatabaseLocks>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<RunWriter>();
        return services;
    }
}
