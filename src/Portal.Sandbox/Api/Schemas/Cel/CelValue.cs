using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>
/// Values of expressions: null, bool, long, double, string, DateTimeOffset, TimeSpan, lists and maps; objects and lists of the document stay what they
/// are and are read when they are looked into.
/// </summary>
internal static class CelValue
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    public static object? Of(JsonNode? node, Schema? schema) => node switch
    {
        null => null,
        JsonObject obj => new CelObject(obj, schema),
        JsonArray list => new CelList(list, schema),
        _ => Scalar(node, schema),
    };

    private static object? Scalar(JsonNode node, Schema? schema)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.String:
                return Formatted(node.GetValue<string>(), schema?.Rules.Format ?? "");
            default:
                var text = node.ToJsonString();
                return schema?.Type != "number" && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? (object)whole
                    : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
    }

    private static object Formatted(string text, string format) => format switch
    {
        "date-time" or "datetime" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        "date" when DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) => date,
        "duration" when Duration(text) is { } span => span,
        _ => text,
    };

    /// <summary>A span as Go writes it, for example <c>1h30m</c> or <c>1.5s</c>; null when it is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        var rest = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        if (rest is "0")
        {
            return TimeSpan.Zero;
        }
        var total = 0.0;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return null;
            }
            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberCharacters) is var end and >= 0 ? end : rest.Length;
            double? unit = rest[..letters] switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "us" or "µs" => 1e-6, "ns" => 1e-9, _ => null };
            if (unit is null)
            {
                return null;
            }
            total += amount * unit.Value;
            rest = rest[letters..];
        }
        return text.Length == 0 || total > TimeSpan.MaxValue.TotalSeconds / 2 ? null : TimeSpan.FromSeconds(sign * total);
    }

    public static bool AreEqual(object? a, object? b, CelBudget budget)
    {
        budget.Spend(1);
        return (a, b) switch
        {
            (null, null) => true,
            (long x, long y) => x == y,
            (long or double, long or double) => Number(a).Equals(Number(b)),
            (string x, string y) => x == y,
            (bool x, bool y) => x == y,
            (DateTimeOffset x, DateTimeOffset y) => x == y,
            (TimeSpan x, TimeSpan y) => x == y,
            _ when Items(a) is { } x && Items(b) is { } y => x.Count == y.Count && x.Zip(y).All(p => AreEqual(p.First, p.Second, budget)),
            _ when Entries(a) is { } x && Entries(b) is { } y => x.Count == y.Count && x.All(p => y.TryGetValue(p.Key, out var other) && AreEqual(p.Value, other, budget)),
            _ => false,
        };
    }

    /// <exception cref="CelException">They have no order.</exception>
    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (long or double, long or double) => Number(a).CompareTo(Number(b)),
        (string x, string y) => string.CompareOrdinal(x, y),
        (bool x, bool y) => x.CompareTo(y),
        (DateTimeOffset x, DateTimeOffset y) => x.CompareTo(y),
        (TimeSpan x, TimeSpan y) => x.CompareTo(y),
        _ => throw NoOverload(),
    };

    public static CelException NoOverload() => new("no such overload");

    /// <summary>Items of a list; null when it is none.</summary>
    public static IReadOnlyList<object?>? Items(object? value) => value switch
    {
        CelList list => list.Items,
        IReadOnlyList<object?> list => list,
        _ => null,
    };

    /// <summary>Entries of a map or members of an object; null when it is none.</summary>
    public static IReadOnlyDictionary<object, object?>? Entries(object? value) => value switch
    {
        CelObject obj => obj.Node.ToDictionary(p => (object)p.Key, p => Of(p.Value, obj.Schema?.Member(p.Key))),
        IReadOnlyDictionary<object, object?> map => map,
        _ => null,
    };

    public static double Number(object? value) => value switch { long whole => whole, double real => real, _ => throw NoOverload() };

    /// <summary>As <c>string()</c> writes it.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => XmlConvert.ToString(time.UtcDateTime, XmlDateTimeSerializationMode.Utc),
        TimeSpan span => span.TotalSeconds.ToString("R", CultureInfo.InvariantCulture) + "s",
        _ => throw NoOverload(),
    };
}
