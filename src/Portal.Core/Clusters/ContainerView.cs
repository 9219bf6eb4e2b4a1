namespace Portal.Core.Clusters;

/// <summary>One container's status.</summary>
public sealed record ContainerView(string Name)
{
    public string Image { get; init; } = "";

    public bool Init { get; init; }

    /// <summary>waiting, running or terminated.</summary>
    public string State { get; init; } = "waiting";

    /// <summary>For example ImagePullBackOff, OOMKilled, Error, Completed.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public int? ExitCode { get; init; }

    public int? Signal { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int RestartCount { get; init; }
}
