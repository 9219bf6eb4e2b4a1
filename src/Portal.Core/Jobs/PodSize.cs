namespace Portal.Core.Jobs;

/// <summary>Size of a driver or executor.</summary>
public sealed record PodSize
{
    /// <summary>CPU cores, from 1.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>JVM memory as Spark writes it: a number with k, m, g or t (<c>512m</c>, <c>2g</c>).</summary>
    public string Memory { get; init; } = "1g";
}
