using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>Numbers of JSON, and as Go writes them.</summary>
internal static class JsonNumber
{
    public static double Of(JsonNode value) => double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>As Go's <c>%v</c> writes a float64: 1, 0.5, 1e+06.</summary>
    public static string Text(double number)
    {
        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return number == 0 || exponent is >= -4 and < 6 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("0.################e+00", CultureInfo.InvariantCulture);
    }
}
