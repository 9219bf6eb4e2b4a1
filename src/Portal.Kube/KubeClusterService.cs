using Microsoft.Extensions.Hosting;

namespace Portal.Kube;

/// <summary>Runs the cluster's shared watches for as long as the host runs.</summary>
internal sealed class KubeClusterService(KubeCluster cluster) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => cluster.RunAsync(stoppingToken);
}
