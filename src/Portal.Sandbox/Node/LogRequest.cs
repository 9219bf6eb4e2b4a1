namespace Portal.Sandbox.Node;

/// <summary>Query of <c>GET .../pods/{name}/log</c>, already checked.</summary>
public sealed record LogRequest
{
    /// <summary>Name of the container; null takes the only one.</summary>
    public string? Container { get; init; }

    public bool Follow { get; init; }

    public bool Previous { get; init; }

    /// <summary>Put an RFC 3339 stamp with nanoseconds and a blank before each line.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only the last so many lines.</summary>
    public long? TailLines { get; init; }

    /// <summary>At most so many bytes.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Only lines at or after.</summary>
    public DateTimeOffset? Since { get; init; }
}
