namespace Portal.Core.Clusters;

/// <summary>What pages and rules use of a SparkApplication (sparkoperator.k8s.io/v1beta2).</summary>
public sealed record SparkApplicationView(ResourceKey Key, string Uid, string ResourceVersion) : IClusterObject
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary><c>status.applicationState.state</c> in the operator's words; empty while new.</summary>
    public string State { get; init; } = "";

    public string? ErrorMessage { get; init; }

    public int ExecutionAttempts { get; init; }

    public int SubmissionAttempts { get; init; }

    public string? SubmissionId { get; init; }

    public string? SparkApplicationId { get; init; }

    public DateTimeOffset? LastSubmissionAttemptTime { get; init; }

    public DateTimeOffset? TerminationTime { get; init; }

    /// <summary><c>status.driverInfo.podName</c>; <c>{name}-driver</c> before the operator has said.</summary>
    public required string DriverPodName { get; init; }

    public bool Suspended { get; init; }

    public int DriverCores { get; init; } = 1;

    public int ExecutorCores { get; init; } = 1;

    public int ExecutorInstances { get; init; } = 1;
}
