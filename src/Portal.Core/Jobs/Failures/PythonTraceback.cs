using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Failures;

/// <summary>
/// One Python traceback in a log:
/// <code>
/// Traceback (most recent call last):
///   File "/opt/portal/job/main.py", line 12, in &lt;module&gt;
///     total = int(row[3])
/// ValueError: invalid literal for int() with base 10: 'n/a'
/// </code>
/// A script with a syntax error has no first line.
/// </summary>
/// <param name="Start">Index of its first line.</param>
/// <param name="End">Index of the line with the exception.</param>
/// <param name="Type">Type of the exception, with its module.</param>
/// <param name="Message">What it says; may be empty.</param>
/// <param name="File">File of the innermost place in the person's own code; null when there is none.</param>
/// <param name="Line">Line in that file, from 1.</param>
/// <param name="Place">Index of the log line that names that place; null when there is none.</param>
internal sealed partial record PythonTraceback(int Start, int End, string Type, string Message, string? File, int Line, int? Place)
{
    // Where nobody's own code is: Python itself, installed packages, Spark.
    private static readonly string[] Libraries = ["/site-packages/", "/dist-packages/", "/lib/python", "/pyspark/", "/py4j", "/opt/spark/", "<frozen", "<string>"];

    /// <summary>Where it happened in words; empty when it is not known.</summary>
    public string Where => File is null ? "" : string.Create(CultureInfo.InvariantCulture, $" at line {Line} of {System.IO.Path.GetFileName(File)}");

    /// <summary>Last part of the type's name.</summary>
    public string ShortType => Type[(Type.LastIndexOf('.') + 1)..];

    public FailureEvidence[] Evidence(LogTail log) => [.. Place is { } place ? [log.Quote(place)] : Array.Empty<FailureEvidence>(), log.Quote(End)];

    /// <summary>All tracebacks, in the order of the log.</summary>
    public static IReadOnlyList<PythonTraceback> All(LogTail log)
    {
        var found = new List<PythonTraceback>();
        for (var i = 0; i < log.Lines.Count; i++)
        {
            var header = log.Lines[i].Contains("Traceback (most recent call last):", StringComparison.Ordinal);
            if ((header || Frame().IsMatch(log.Lines[i])) && Read(log.Lines, i, header ? i + 1 : i) is { } traceback)
            {
                found.Add(traceback);
                i = traceback.End;
            }
        }

        return found;
    }

    private static PythonTraceback? Read(IReadOnlyList<string> lines, int start, int body)
    {
        Match? place = null;
        int? placeIndex = null;
        for (var i = body; i < lines.Count; i++)
        {
            var frame = Frame().Match(lines[i]);
            if (frame.Success)
            {
                if (place is null || IsOwn(frame.Groups["file"].Value) || !IsOwn(place.Groups["file"].Value))
                {
                    (place, placeIndex) = (frame, i);
                }
            }
            else if (!lines[i].StartsWith(' ') && lines[i].Length > 0)
            {
                var exception = Exception().Match(lines[i]);
                return !exception.Success ? null
                    : new(start, i, exception.Groups["type"].Value, exception.Groups["message"].Value.Trim(), place?.Groups["file"].Value, place is null ? 0 : Number(place), placeIndex);
            }
        }

        return null;
    }

    private static bool IsOwn(string file) => !Array.Exists(Libraries, l => file.Contains(l, StringComparison.Ordinal));

    private static int Number(Match frame) => int.TryParse(frame.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0;

    [GeneratedRegex("""^\s+File "(?<file>[^"]+)", line (?<line>\d+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(?<type>[A-Za-z_][\w.]{0,199})(:(?<message>.*))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exception();
}
