using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Jobs;

/// <summary>
/// Memory as Spark writes it: a whole number with k, m, g or t, each also with a trailing b, in either case. Kubernetes' <c>Mi</c> and
/// <c>Gi</c> are not understood by Spark.
/// </summary>
public static partial class SparkMemory
{
    /// <summary>Spark refuses a driver or executor whose heap is smaller: 1.5 times its reserved 300 MiB.</summary>
    public const long SmallestHeap = 450L << 20;

    /// <returns>False when the text is not a size, or one that does not fit a 64-bit number of bytes.</returns>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        var match = Pattern().Match(text ?? "");
        if (!match.Success || !long.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var shift = char.ToLowerInvariant(match.Groups["unit"].ValueSpan[0]) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 40 };
        if (number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }

    [GeneratedRegex(@"\A(?<number>[0-9]+)(?<unit>[kmgtKMGT])[bB]?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
