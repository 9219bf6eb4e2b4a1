using System.Globalization;

namespace Portal.Sandbox.Manifests;

/// <summary>Amounts as Kubernetes writes them: <c>500m</c>, <c>1.5</c>, <c>64Mi</c>, <c>1e3</c>.</summary>
internal static class Quantity
{
    private static readonly Dictionary<string, decimal> Units = new()
    {
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        [""] = 1m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <summary>The amount in base units: cores, bytes, pieces.</summary>
    /// <returns>False when the text is no quantity.</returns>
    public static bool TryParse(string? text, out decimal amount)
    {
        amount = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(text, Plain | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out amount))
        {
            return true;
        }

        var digits = text.AsSpan().TrimEnd("numkKMGTPEi");
        if (!Units.TryGetValue(text[digits.Length..], out var unit) || !decimal.TryParse(digits, Plain, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        try
        {
            amount = number * unit;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
