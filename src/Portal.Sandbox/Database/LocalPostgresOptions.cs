namespace Portal.Sandbox.Database;

/// <summary>Where and how a private PostgreSQL runs.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>Folder that holds everything: <c>cluster</c>, <c>password</c>, <c>connection</c>. Made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Loopback port that must be taken; null keeps the last one when it is free, else takes any.</summary>
    public int? Port { get; init; }

    /// <summary>False gives up crash safety for speed. Only for tests.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>How long a start or a stop may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
