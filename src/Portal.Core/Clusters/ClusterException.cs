namespace Portal.Core.Clusters;

/// <summary>What the Kubernetes API said, in its own words.</summary>
public sealed class ClusterException(ClusterErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do about it: callers decide on this, never on the text.</summary>
    public ClusterErrorKind Kind { get; } = kind;

    /// <summary>HTTP status of the answer; 0 when there was none.</summary>
    public int StatusCode { get; init; }

    /// <summary><c>reason</c> of the Status object, for example <c>AlreadyExists</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Field problems from <c>details.causes</c> of the Status object.</summary>
    public IReadOnlyList<ClusterErrorCause> Causes { get; init; } = [];

    /// <summary>How long the server asked to wait before trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
