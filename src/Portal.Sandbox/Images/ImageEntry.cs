namespace Portal.Sandbox.Images;

/// <summary>A row of <c>catalog.json</c>: which images are run by what of this host.</summary>
internal sealed record ImageEntry
{
    /// <summary>Name in the catalogue.</summary>
    public required string Name { get; init; }

    /// <summary>Last parts of the repositories it stands for, whoever publishes them.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How the image is made up.</summary>
    public required ImageKind Kind { get; init; }

    /// <summary>What runs when the container says nothing; absolute path on the host.</summary>
    public string Program { get; init; } = "";

    /// <summary>Another name that the image's users call the program by; empty for none.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Debian package that has the program.</summary>
    public string Install { get; init; } = "";
}
