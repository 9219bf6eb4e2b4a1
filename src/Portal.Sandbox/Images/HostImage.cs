namespace Portal.Sandbox.Images;

/// <summary>A way to run containers on this host.</summary>
public sealed record HostImage
{
    /// <summary>Name in the catalogue, for example <c>spark</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Used when the container gives no command.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>Used when the container gives neither command nor args.</summary>
    public IReadOnlyList<string> DefaultArgs { get; init; } = [];

    /// <summary>Variables of the image itself; the container's own win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Host folders and files to show read-only inside, by path inside.</summary>
    public IReadOnlyDictionary<string, string> Mounts { get; init; } = new Dictionary<string, string>();

    /// <summary>Working directory when the container gives none.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>A sentence for whoever runs the container: what the image really is on this host, where its name promises something else.</summary>
    public string? Notice { get; init; }
}
