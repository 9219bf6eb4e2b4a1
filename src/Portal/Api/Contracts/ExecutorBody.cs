using System.Text.Json.Serialization;

namespace Portal.Api.Contracts;

/// <summary>Size of each executor.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExecutorBody
{
    /// <summary>CPU cores, from 1.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>JVM memory as Spark writes it, for example 512m or 2g.</summary>
    public string Memory { get; init; } = "1g";

    /// <summary>Number of executors, in the operator's own word; the same as <c>executors</c> of the job.</summary>
    public int? Instances { get; init; }
}
