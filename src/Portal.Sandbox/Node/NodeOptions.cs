namespace Portal.Sandbox.Node;

/// <summary>What the sandbox's node offers.</summary>
public sealed record NodeOptions
{
    /// <summary>Folder for everything that pods write and say. Made when missing.</summary>
    public required string Folder { get; init; }

    public string Name { get; init; } = "sandbox-node";

    /// <summary>Cores; null takes what the host has.</summary>
    public decimal? Cpu { get; init; }

    /// <summary>Bytes; null takes what the host has.</summary>
    public long? Memory { get; init; }

    /// <summary>Most pods at a time.</summary>
    public int Pods { get; init; } = 110;

    /// <summary>User and group that containers run as when the sandbox runs as root. Nothing else on the host should have this number.</summary>
    public uint ContainerUser { get; init; } = 64_535;

    /// <summary>A log goes on in a new file at this size.</summary>
    public long LogFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many files of one container's log are kept; older lines are dropped.</summary>
    public int LogFiles { get; init; } = 10;

    /// <summary>First wait before a container that ended, or an image that is missing, is tried again; doubles each time.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest such wait.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>False leaves limits to be watched even where the kernel could enforce them. Only for tests.</summary>
    public bool UseControlGroups { get; init; } = true;

    /// <summary>False runs containers as plain processes even where they could be isolated. Only for tests.</summary>
    public bool Isolate { get; init; } = true;
}
