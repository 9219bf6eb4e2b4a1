using System.Globalization;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Sizes as Spark takes them: a number and b, k, m, g, t or p (also kb, mb...), powers of 1,024; without a unit, mebibytes.</summary>
internal static class JvmMemory
{
    /// <summary>The size in mebibytes, rounded down as Spark does.</summary>
    /// <exception cref="SubmissionRefusedException">The text is no size.</exception>
    public static long Mebibytes(string text, string field)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var digits = trimmed.AsSpan().TrimEnd("bkmgtpi");
        int? shift = trimmed[digits.Length..] switch
        {
            "b" => -20,
            "k" or "kb" or "ki" => -10,
            "" or "m" or "mb" or "mi" => 0,
            "g" or "gb" or "gi" => 10,
            "t" or "tb" or "ti" => 20,
            "p" or "pb" or "pi" => 30,
            _ => null,
        };
        if (shift is not { } by || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> 30)
        {
            throw new SubmissionRefusedException($"{field} \"{text}\" is not a size; write a whole number and a unit, for example 512m or 4g");
        }

        return by < 0 ? number >> -by : number << by;
    }
}
