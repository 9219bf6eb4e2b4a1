using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Kube.Api;

namespace Portal.Kube;

/// <summary>Adds the connection to a Kubernetes API to the host.</summary>
public static class KubeServices
{
    /// <summary>
    /// Adds <see cref="ICluster"/> and the service that runs its shared watches. The kubeconfig is read when the host starts, and a bad one
    /// ends the start with a <see cref="KubeConfigException"/>; a server that does not answer does not, the watches wait for it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Which API, and as whom.</param>
    public static IServiceCollection AddKubeCluster(this IServiceCollection services, KubeOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new KubeCluster(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ICluster>(provider => provider.GetRequiredService<KubeCluster>());
        services.AddHostedService<KubeClusterService>();
        return services;
    }
}
