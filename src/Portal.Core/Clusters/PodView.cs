namespace Portal.Core.Clusters;

/// <summary>What pages and rules use of a pod.</summary>
public sealed record PodView(ResourceKey Key, string Uid, string ResourceVersion) : IClusterObject
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public string Phase { get; init; } = "Pending";

    /// <summary><c>status.reason</c>, for example Evicted.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public string? Node { get; init; }

    /// <summary>Always, OnFailure or Never: whether a container that ended will be started again.</summary>
    public string RestartPolicy { get; init; } = "Always";

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the PodScheduled condition became true.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>Message of the PodScheduled condition while it is false: what the pod waits for.</summary>
    public string? UnschedulableMessage { get; init; }

    /// <summary>Init containers first, then the ordinary ones, each in the order of the spec.</summary>
    public IReadOnlyList<ContainerView> Containers { get; init; } = [];
}
