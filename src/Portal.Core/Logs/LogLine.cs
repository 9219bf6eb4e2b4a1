namespace Portal.Core.Logs;

/// <summary>One line of a container's log.</summary>
/// <param name="UnixNanoseconds">When the line was written: nanoseconds since 1970-01-01 UTC, as Kubernetes stamps it.</param>
/// <param name="Text">The line without its line end. May hold ANSI escapes and <c>\r</c>.</param>
public readonly record struct LogLine(long UnixNanoseconds, string Text)
{
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(UnixNanoseconds / 100);
}
