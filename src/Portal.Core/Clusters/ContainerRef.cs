namespace Portal.Core.Clusters;

/// <summary>One container of one pod instance.</summary>
/// <param name="Namespace">Namespace of the pod.</param>
/// <param name="Pod">Name of the pod.</param>
/// <param name="PodUid">Uid of the pod: a new pod of the same name is another container.</param>
/// <param name="Container">Name of the container.</param>
public sealed record ContainerRef(string Namespace, string Pod, string PodUid, string Container);
