namespace Portal.Core.Logs;

/// <summary>Bounds of the log capture.</summary>
public sealed record LogCaptureOptions
{
    /// <summary>
    /// Most containers read at the same time. Further ones wait, drivers before executors and older before younger; the cluster keeps their
    /// lines as long as their pods exist, and they are then read from their start.
    /// </summary>
    public int MaxConcurrent { get; init; } = 256;

    /// <summary>First pause after a failure; doubled up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);
}
