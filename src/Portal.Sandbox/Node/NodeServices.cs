using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Sandbox.Node.Isolation;
using Portal.Sandbox.Node.Limits;
using Portal.Sandbox.Node.Logs;
using Portal.Sandbox.Node.Pods;
using Portal.Sandbox.Node.Settings;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node;

/// <summary>
/// Puts the node together. What differs from a real node: all pods share the host's network and are told 127.0.0.1 as their address; probes and
/// lifecycle hooks are not run (a running container is ready); <c>securityContext</c> is not read; hostPath volumes are refused; configMap and secret
/// volumes are written once, when the pod starts; the log API serves all files of a log that are kept, not only the newest.
/// </summary>
public static class NodeServices
{
    /// <summary>Adds the node and <see cref="IContainerLogs"/>. Needs the API's <c>IObjects</c> and an image catalogue.</summary>
    public static IServiceCollection AddNode(this IServiceCollection services, NodeOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(NodeCapacity.Of(options));
        services.AddSingleton<NodeFolders>().AddSingleton<NodeLeftovers>().AddSingleton<NodeRegistration>().AddSingleton<NodeHeartbeat>();
        services.AddSingleton<IsolationState>().AddSingleton<IsolationProbe>().AddSingleton<RootFiles>();
        services.AddSingleton<ContainerCommand>().AddSingleton<ContainerOwner>();
        services.AddSingleton<LogRegistry>().AddSingleton<IContainerLogs, ContainerLogs>();
        services.AddSingleton<ResourceField>().AddSingleton<ContainerEnvironment>();
        services.AddSingleton<ClaimFolders>().AddSingleton<VolumeFiles>().AddSingleton<PodVolumes>().AddSingleton<ContainerMounts>();
        services.AddSingleton<ControlGroups>().AddSingleton<MemoryWatch>();
        services.AddSingleton<ContainerStarter>().AddSingleton<ContainerEnd>().AddSingleton<UnitRunner>();
        services.AddSingleton<PodEvents>().AddSingleton<PodTools>();
        services.AddHostedService<NodeService>();
        return services;
    }
}
