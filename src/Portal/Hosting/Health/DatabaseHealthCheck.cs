using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Clusters;
using Portal.Core.Storage;

namespace Portal.Hosting.Health;

/// <summary>Whether the database answers and its schema is up to date.</summary>
public sealed class DatabaseHealthCheck(DatabaseMigrator migrator, RunHistory history, ICluster cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!migrator.Ready)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, migrator.Error ?? "The schema is being brought up to date.");
        }

        try
        {
            await history.FindAsync(cluster.Id, "none", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message);
        }
    }
}
