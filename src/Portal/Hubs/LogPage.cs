using Portal.Core.Logs;

namespace Portal.Hubs;

/// <summary>Some consecutive lines as the browser gets them: columns, because they are smaller than objects.</summary>
/// <param name="From">Number of the first line given, from 0.</param>
/// <param name="Times">When each was written, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Texts">The lines. One that is longer than <see cref="LongestLine"/> is cut and ends with what is missing.</param>
/// <param name="Total">Lines that the log holds.</param>
/// <param name="State">Waiting, Streaming, Reconnecting or Ended.</param>
public sealed record LogPage(long From, IReadOnlyList<long> Times, IReadOnlyList<string> Texts, long Total, string State)
{
    /// <summary>Characters of one line that are sent; the download has all of them.</summary>
    public const int LongestLine = 16 * 1024;

    /// <summary>Characters of one page. A page of longer lines has fewer of them; the reader asks for the rest.</summary>
    public const int LargestPage = 512 * 1024;

    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <param name="window">What the store answered.</param>
    /// <param name="keepEnd">Whether lines at the start are left out when there is too much, instead of those at the end.</param>
    public static LogPage Of(LogWindow window, bool keepEnd = false)
    {
        var (first, count) = Fit(window.Lines, keepEnd);
        var lines = window.Lines.Skip(first).Take(count).ToList();
        return new LogPage(
            window.From + first,
            [.. lines.Select(line => line.UnixNanoseconds / NanosecondsPerMillisecond)],
            [.. lines.Select(line => Cut(line.Text))],
            window.Total,
            window.State.ToString());
    }

    private static (int First, int Count) Fit(IReadOnlyList<LogLine> lines, bool keepEnd)
    {
        var (size, count) = (0, 0);
        while (count < lines.Count)
        {
            size += Math.Min(lines[keepEnd ? lines.Count - 1 - count : count].Text.Length, LongestLine);
            if (size > LargestPage && count > 0)
            {
                break;
            }

            count++;
        }

        return (keepEnd ? lines.Count - count : 0, count);
    }

    private static string Cut(string text)
    {
        if (text.Length <= LongestLine)
        {
            return text;
        }

        // Not between the halves of a character.
        var end = char.IsHighSurrogate(text[LongestLine - 1]) ? LongestLine - 1 : LongestLine;
        return $"{text.AsSpan(0, end)}… (+{text.Length - end} characters)";
    }
}
