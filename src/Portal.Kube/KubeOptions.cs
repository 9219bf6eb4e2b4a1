namespace Portal.Kube;

/// <summary>Which Kubernetes API to speak to, and as whom.</summary>
public sealed record KubeOptions
{
    /// <summary>
    /// Path of a kubeconfig, or several separated as in the variable <c>KUBECONFIG</c>. When null: <c>KUBECONFIG</c>, then the service
    /// account of the pod that the portal runs in, then <c>~/.kube/config</c>.
    /// </summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context to use; null takes <c>current-context</c>.</summary>
    public string? Context { get; init; }

    /// <summary>Id of the cluster in keys and in the database; null takes the name of the cluster in the kubeconfig.</summary>
    public string? ClusterId { get; init; }

    /// <summary>How long one attempt of a request that is neither a watch nor a followed log may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a watch that asks for bookmarks may stay silent before it is taken for dead. API servers send one a minute.</summary>
    public TimeSpan WatchSilence { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often a server from which nothing comes is asked whether it is still there.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take to say so; after that, whatever waits for it is told that it does not answer.</summary>
    public TimeSpan HeartbeatPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many objects are asked for in one page of a list.</summary>
    public int PageSize { get; init; } = 500;
}
