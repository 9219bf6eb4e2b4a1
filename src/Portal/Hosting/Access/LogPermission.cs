using Portal.Core.Clusters;

namespace Portal.Hosting.Access;

/// <summary>Who may read logs: whoever the cluster lets read logs of pods in that namespace.</summary>
public static class LogPermission
{
    public static Task<bool> AllowsLogsAsync(this ICluster cluster, Caller caller, string workspace, CancellationToken ct) =>
        cluster.AllowsAsync(caller, "get", ResourceKind.Pod, workspace, "log", ct);
}
