namespace Portal.Core.History.Recording;

/// <summary>How the recorder paces itself.</summary>
public sealed record RecorderOptions
{
    /// <summary>Runs written side by side.</summary>
    public int Writers { get; init; } = 4;

    /// <summary>From one comparison of all recorded runs with the cluster to the next.</summary>
    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a portal looks whether it holds, or may take over, the recording.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between tries while PostgreSQL does not answer.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the search for a cause waits for the last lines of the driver's log.</summary>
    public TimeSpan WaitForLog { get; init; } = TimeSpan.FromSeconds(10);
}
