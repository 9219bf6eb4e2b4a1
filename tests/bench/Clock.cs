namespace Portal.Bench;

/// <summary>The wall clock of this machine, which the browser, the driver and this process share.</summary>
internal static class Clock
{
    /// <summary>Milliseconds since 1970.</summary>
    public static double Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
