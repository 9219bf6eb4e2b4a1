using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Clusters;

namespace Portal.Hosting.Health;

/// <summary>Whether the cluster answers and its shared watches are up to date.</summary>
public sealed class ClusterHealthCheck(ICluster cluster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = cluster.Health;
        return Task.FromResult(health.Connected
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, health.Error ?? "The first list has not been read yet."));
    }
}
