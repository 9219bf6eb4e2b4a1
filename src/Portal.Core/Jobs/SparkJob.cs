namespace Portal.Core.Jobs;

/// <summary>What a person asks for: one Spark job, before it becomes a manifest. Field limits are in <see cref="JobValidator"/>.</summary>
public sealed record SparkJob
{
    /// <summary>Name of the job; a DNS-1035 label.</summary>
    public string Name { get; init; } = "";

    public SparkJobType Type { get; init; } = SparkJobType.Python;

    /// <summary>Address of the main file as Spark understands it (local:///, s3a://, https://). Empty when <see cref="Script"/> is given.</summary>
    public string MainFile { get; init; } = "";

    /// <summary>A script to send along, instead of <see cref="MainFile"/>.</summary>
    public JobFile? Script { get; init; }

    /// <summary>Further small files, put beside the script.</summary>
    public IReadOnlyList<JobFile> Files { get; init; } = [];

    /// <summary>Class with the main method; Java and Scala only.</summary>
    public string MainClass { get; init; } = "";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public PodSize Driver { get; init; } = new();

    public PodSize Executor { get; init; } = new();

    /// <summary>Number of executors, from 1.</summary>
    public int Executors { get; init; } = 1;

    /// <summary>Spark settings, key to value, without those that the operator denies.</summary>
    public IReadOnlyDictionary<string, string> SparkConf { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables of driver and executors.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Container image; empty takes the platform's default.</summary>
    public string Image { get; init; } = "";

    /// <summary>How often a failed run is tried again by the operator.</summary>
    public int Retries { get; init; }

    /// <summary>Seconds after its end when the operator removes the object; null keeps it. History stays.</summary>
    public long? TimeToLiveSeconds { get; init; }
}
