using Portal.Core.Logs;

namespace Portal.Hubs;

/// <summary>Finds the next or previous line that holds a text, by reading windows from the store.</summary>
public sealed class LogSearch(ILogStore logs)
{
    /// <summary>Most lines that one call looks at; the answer then says where to go on.</summary>
    public const int MostLines = 200_000;

    private const int Window = 2000;

    /// <param name="log">Which log.</param>
    /// <param name="text">What to find, ignoring case.</param>
    /// <param name="from">First line to look at.</param>
    /// <param name="backwards">Whether to go to smaller numbers.</param>
    /// <param name="ct">Cancels the search.</param>
    public async Task<LogMatch> FindAsync(LogId log, string text, long from, bool backwards, CancellationToken ct)
    {
        var (next, seen) = (from, 0);
        while (seen < MostLines)
        {
            var start = backwards ? Math.Max(0, next - Window + 1) : Math.Max(0, next);
            var wanted = backwards ? next - start + 1 : Window;
            var window = wanted > 0 ? await logs.ReadAsync(log, start, (int)wanted, ct) : null;
            if (window is not { Lines.Count: > 0 })
            {
                return new LogMatch(null, null);
            }

            if (Match(window.Lines, text, backwards) is { } index)
            {
                return new LogMatch(window.From + index, null);
            }

            seen += window.Lines.Count;
            next = backwards ? start - 1 : start + window.Lines.Count;
        }

        return new LogMatch(null, next);
    }

    private static int? Match(IReadOnlyList<LogLine> lines, string text, bool backwards)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var index = backwards ? lines.Count - 1 - i : i;
            if (lines[index].Text.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return null;
    }
}
