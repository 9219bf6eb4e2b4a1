using Portal.Core.History.Recording;
using Portal.Core.Jobs;
using Portal.Core.Logs;

namespace Portal.Core;

/// <summary>What the domain needs to be told.</summary>
public sealed record CoreOptions
{
    /// <summary>An Npgsql connection string.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Folder that logs are kept in; created when it is missing. One portal at a time writes there.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Folder with the samples; one that is missing means no samples.</summary>
    public string SamplesFolder { get; init; } = "samples";

    public JobOptions Jobs { get; init; } = new();

    public RecorderOptions Recorder { get; init; } = new();

    public LogCaptureOptions LogCapture { get; init; } = new();
}
