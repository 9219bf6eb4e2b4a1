namespace Portal.Core.Jobs;

/// <summary>A container image that the platform offers by name.</summary>
public sealed record JobImage
{
    /// <summary>What people call it, for example <c>Spark 4.0.1, Python 3</c>; unique among the images offered.</summary>
    public string Name { get; init; } = "";

    /// <summary>Reference of the image, for example <c>docker.io/library/spark:4.0.1-python3</c>.</summary>
    public string Image { get; init; } = "";
}
