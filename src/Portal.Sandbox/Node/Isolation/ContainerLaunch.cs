namespace Portal.Sandbox.Node.Isolation;

/// <summary>All that it takes to start one container.</summary>
internal sealed record ContainerLaunch
{
    /// <summary>Program and arguments; never empty.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    public required string WorkingDirectory { get; init; }

    public required string HostName { get; init; }

    /// <summary>Files that a process must write its own number into before it begins, to be under its limits.</summary>
    public IReadOnlyList<string> ControlGroups { get; init; } = [];
}
