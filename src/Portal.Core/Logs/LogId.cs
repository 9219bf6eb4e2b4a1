namespace Portal.Core.Logs;

/// <summary>Names one log: one container of one pod of one run.</summary>
/// <param name="Cluster">Id of the cluster.</param>
/// <param name="RunUid">Uid of the run's object.</param>
/// <param name="Pod">Name of the pod.</param>
/// <param name="PodUid">Uid of the pod: a retried attempt has a pod of the same name but another uid.</param>
/// <param name="Container">Name of the container.</param>
public sealed record LogId(string Cluster, string RunUid, string Pod, string PodUid, string Container);
