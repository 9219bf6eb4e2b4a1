namespace Portal.Core.Clusters;

/// <summary>A core/v1 Event.</summary>
public sealed record EventView(ResourceKey Key, string Uid, string ResourceVersion) : IClusterObject
{
    /// <summary>Normal or Warning.</summary>
    public string Type { get; init; } = "Normal";

    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    public string RegardingKind { get; init; } = "";

    public string RegardingName { get; init; } = "";

    public string RegardingUid { get; init; } = "";

    public int Count { get; init; } = 1;

    /// <summary><c>lastTimestamp</c>, else <c>series.lastObservedTime</c>, else <c>eventTime</c>, else <c>creationTimestamp</c>.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Component that reported it.</summary>
    public string Source { get; init; } = "";
}
