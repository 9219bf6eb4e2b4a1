namespace Portal.Hosting;

/// <summary>Which Kubernetes API the portal works with.</summary>
public sealed record ClusterOptions
{
    /// <summary>Path of a kubeconfig. When it is not set: the variable KUBECONFIG, the service account of the pod that the portal runs in, or <c>~/.kube/config</c>.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context of the kubeconfig; its current context when not set.</summary>
    public string? Context { get; init; }

    /// <summary>Stable id of the cluster: part of every key in the database, so never change it for one that has history. The kubeconfig's name of the cluster when not set.</summary>
    public string? Id { get; init; }
}
