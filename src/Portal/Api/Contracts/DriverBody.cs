using System.Text.Json.Serialization;

namespace Portal.Api.Contracts;

/// <summary>Size of the driver.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DriverBody
{
    /// <summary>CPU cores, from 1.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>JVM memory as Spark writes it, for example 512m or 2g.</summary>
    public string Memory { get; init; } = "1g";
}
