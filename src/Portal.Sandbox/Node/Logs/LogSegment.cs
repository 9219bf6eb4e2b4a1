using System.Globalization;

namespace Portal.Sandbox.Node.Logs;

/// <summary>One file of a log. Its name says where in the whole log it begins: <c>00000000000010485760.log</c>.</summary>
/// <param name="Start">Position of its first byte in the whole log.</param>
/// <param name="Path">The file.</param>
internal sealed record LogSegment(long Start, string Path)
{
    public static LogSegment At(string folder, long start) =>
        new(start, System.IO.Path.Combine(folder, start.ToString("D20", CultureInfo.InvariantCulture) + ".log"));

    /// <summary>The files of a log that are left, oldest first.</summary>
    public static IReadOnlyList<LogSegment> List(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetFiles(folder, "*.log").Order(StringComparer.Ordinal)
            .Select(path => new LogSegment(long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture), path))];
}
