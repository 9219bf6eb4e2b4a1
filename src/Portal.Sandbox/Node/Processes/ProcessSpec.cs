namespace Portal.Sandbox.Node.Processes;

/// <summary>What to start. Nothing is read by a shell, and nothing is inherited but what is named here.</summary>
public sealed record ProcessSpec
{
    /// <summary>Absolute path of the program.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it leads a process group, so that it and what it started can be killed in one go.</summary>
    public bool LeadsGroup { get; init; }

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>What standard input holds before its end: a few lines at most, they must fit into a pipe.</summary>
    public string Input { get; init; } = "";
}
