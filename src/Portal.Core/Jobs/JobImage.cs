namespace Portal.Core.Jobs;

/// <summary>A container image that the platform offers by name.</summary>
public sealed record JobImage
{
    /// <summary>What people call it, for example <c>Spark 4.0.1, Python 3</c>; the image's own name when empty.</summary>
    public string Name { get; init; } = "";

    public string Image { get; init; } = "";
}
