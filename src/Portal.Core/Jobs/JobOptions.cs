namespace Portal.Core.Jobs;

/// <summary>What the platform fills in where a job says nothing.</summary>
public sealed record JobOptions
{
    /// <summary>Container image of jobs that name none.</summary>
    public string DefaultImage { get; init; } = "docker.io/library/spark:4.0.1-python3";

    /// <summary>Images offered besides the default one, 50 at most; any other can still be asked for.</summary>
    public IReadOnlyList<JobImage> Images { get; init; } = [];

    /// <summary><c>spec.sparkVersion</c> of every manifest.</summary>
    public string SparkVersion { get; init; } = "4.0.1";

    /// <summary>Service account of the driver, which creates the executors with it.</summary>
    public string ServiceAccount { get; init; } = "spark";
}
