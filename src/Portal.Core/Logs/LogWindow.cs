namespace Portal.Core.Logs;

/// <summary>Some consecutive lines of a log and how long the log is.</summary>
/// <param name="From">Number of the first line given; the first line of a log is 0.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Total">Lines held so far.</param>
/// <param name="State">Where the log stands.</param>
public sealed record LogWindow(long From, IReadOnlyList<LogLine> Lines, long Total, LogState State);
