using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Cron;

/// <summary>Spans of time as Go writes them: <c>1h30m</c>, <c>90s</c>, <c>1.5h</c>.</summary>
internal static partial class GoDuration
{
    private static readonly Dictionary<string, double> Seconds = new(StringComparer.Ordinal)
    {
        ["ns"] = 1e-9,
        ["us"] = 1e-6,
        ["µs"] = 1e-6,
        ["ms"] = 1e-3,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
    };

    /// <returns>False when the text is none, or longer than 290 years.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (!Whole().IsMatch(text))
        {
            return false;
        }

        var total = Part().Matches(text).Sum(p => double.Parse(p.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * Seconds[p.Groups["unit"].Value]);
        if (total > TimeSpan.FromDays(290 * 365).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(text.StartsWith('-') ? -total : total);
        return true;
    }

    [GeneratedRegex(@"^[-+]?((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<number>\d+\.?\d*|\.\d+)(?<unit>ns|us|µs|ms|s|m|h)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
