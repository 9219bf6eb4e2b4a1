using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Sandbox.Api.Schemas.Reading;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>The functions that are available, with what they may be called on.</summary>
internal static class CelFunctions
{
    /// <summary>Functions with their number of arguments; a target counts as one.</summary>
    private static readonly Dictionary<string, int[]> Known = new(StringComparer.Ordinal)
    {
        ["size"] = [1],
        ["contains"] = [2],
        ["startsWith"] = [2],
        ["endsWith"] = [2],
        ["matches"] = [2],
        ["lowerAscii"] = [1],
        ["upperAscii"] = [1],
        ["trim"] = [1],
        ["split"] = [2],
        ["join"] = [1, 2],
        ["replace"] = [3],
        ["substring"] = [2, 3],
        ["indexOf"] = [2],
        ["lastIndexOf"] = [2],
        ["charAt"] = [2],
        ["find"] = [2],
        ["int"] = [1],
        ["double"] = [1],
        ["string"] = [1],
        ["bool"] = [1],
        ["dyn"] = [1],
        ["duration"] = [1],
        ["timestamp"] = [1],
        ["sum"] = [1],
        ["min"] = [1],
        ["max"] = [1],
        ["isSorted"] = [1],
        ["getHours"] = [1],
        ["getMinutes"] = [1],
        ["getSeconds"] = [1],
        ["getFullYear"] = [1],
    };

    public static bool IsKnown(string function, int arguments) => Known.TryGetValue(function, out var counts) && counts.Contains(arguments);

    public static object? Call(string function, object? target, bool hasTarget, IReadOnlyList<object?> arguments, CelBudget budget)
    {
        List<object?> all = hasTarget ? [target, .. arguments] : [.. arguments];
        foreach (var text in all.OfType<string>())
        {
            budget.SpendText(text);
        }
        return all switch
        {
            [string text, ..] when Text(function, text, all, budget) is { } result => result,
            [var list, ..] when CelValue.Items(list) is { } items => List(function, items, all, budget),
            [var map] when function == "size" && CelValue.Entries(map) is { } entries => (long)entries.Count,
            [var value] => Convert(function, value),
            _ => throw CelValue.NoOverload(),
        };
    }

    private static object? Text(string function, string text, List<object?> all, CelBudget budget) => (function, all) switch
    {
        ("size", [_]) => (long)text.EnumerateRunes().Count(),
        ("contains", [_, string part]) => text.Contains(part, StringComparison.Ordinal),
        ("startsWith", [_, string part]) => text.StartsWith(part, StringComparison.Ordinal),
        ("endsWith", [_, string part]) => text.EndsWith(part, StringComparison.Ordinal),
        ("matches", [_, string pattern]) => Pattern(pattern).IsMatch(text),
        ("find", [_, string pattern]) => Pattern(pattern).Match(text).Value,
        ("lowerAscii", [_]) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c)),
        ("upperAscii", [_]) => string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? (char)(c & ~0x20) : c)),
        ("trim", [_]) => text.Trim(),
        ("split", [_, string separator]) => Split(text, separator, budget),
        ("replace", [_, string from, string to]) when from.Length > 0 => Replaced(text, from, to, budget),
        ("substring", [_, long from]) => Part(text, from, text.Length),
        ("substring", [_, long from, long to]) => Part(text, from, to),
        ("indexOf", [_, string part]) => (long)text.IndexOf(part, StringComparison.Ordinal),
        ("lastIndexOf", [_, string part]) => (long)text.LastIndexOf(part, StringComparison.Ordinal),
        ("charAt", [_, long at]) => Part(text, at, Math.Min(at + 1, text.Length)),
        _ => null,
    };

    private static object? List(string function, IReadOnlyList<object?> items, List<object?> all, CelBudget budget)
    {
        budget.Spend(items.Count);
        return (function, all) switch
        {
            ("size", [_]) => (long)items.Count,
            ("indexOf", [_, var value]) => (long)items.Index().FirstOrDefault(i => CelValue.AreEqual(i.Item, value, budget), (-1, null)).Index,
            ("lastIndexOf", [_, var value]) => (long)items.Index().LastOrDefault(i => CelValue.AreEqual(i.Item, value, budget), (-1, null)).Index,
            ("join", [_]) => Joined(items, "", budget),
            ("join", [_, string separator]) => Joined(items, separator, budget),
            ("sum", [_]) => items.Count == 0 ? 0L : items.Aggregate((a, b) => CelOperators.Apply("+", a, b, budget)),
            ("min", [_]) when items.Count > 0 => items.Aggregate((a, b) => CelValue.Compare(a, b) <= 0 ? a : b),
            ("max", [_]) when items.Count > 0 => items.Aggregate((a, b) => CelValue.Compare(a, b) >= 0 ? a : b),
            ("isSorted", [_]) => items.Zip(items.Skip(1)).All(p => CelValue.Compare(p.First, p.Second) <= 0),
            ("dyn", [_]) => all[0],
            _ => throw CelValue.NoOverload(),
        };
    }

    private static object? Convert(string function, object? value) => (function, value) switch
    {
        ("dyn", _) => value,
        ("string", _) => CelValue.Text(value),
        ("int", long number) => number,
        ("int", double number) => number is >= long.MinValue and < long.MaxValue ? (long)number : throw new CelException("integer overflow"),
        ("int", string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw new CelException($"strconv.ParseInt: parsing \"{text}\": invalid syntax"),
        ("double", long or double) => CelValue.Number(value),
        ("double", string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw new CelException($"strconv.ParseFloat: parsing \"{text}\": invalid syntax"),
        ("bool", bool flag) => flag,
        ("bool", "true" or "1") => true,
        ("bool", "false" or "0") => false,
        ("duration", TimeSpan span) => span,
        ("duration", string text) => CelValue.Duration(text) ?? throw new CelException($"time: invalid duration \"{text}\""),
        ("timestamp", DateTimeOffset time) => time,
        ("timestamp", string text) => Formats.Matches("date-time", text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new CelException($"parsing time \"{text}\""),
        ("getHours", TimeSpan span) => (long)span.TotalHours,
        ("getMinutes", TimeSpan span) => (long)span.TotalMinutes,
        ("getSeconds", TimeSpan span) => (long)span.TotalSeconds,
        ("getHours", DateTimeOffset time) => (long)time.UtcDateTime.Hour,
        ("getMinutes", DateTimeOffset time) => (long)time.UtcDateTime.Minute,
        ("getSeconds", DateTimeOffset time) => (long)time.UtcDateTime.Second,
        ("getFullYear", DateTimeOffset time) => (long)time.UtcDateTime.Year,
        _ => throw CelValue.NoOverload(),
    };

    private static List<object?> Split(string text, string separator, CelBudget budget)
    {
        List<object?> parts = separator.Length == 0 ? [.. text.EnumerateRunes().Select(r => r.ToString())] : [.. text.Split(separator)];
        budget.Spend(parts.Count);
        return parts;
    }

    private static string Replaced(string text, string from, string to, CelBudget budget)
    {
        // What comes out is paid for before it is made.
        budget.Spend((long)text.Length / from.Length * to.Length / 10);
        return text.Replace(from, to, StringComparison.Ordinal);
    }

    private static string Joined(IReadOnlyList<object?> items, string separator, CelBudget budget)
    {
        var texts = items.Select(i => i as string ?? throw CelValue.NoOverload()).ToList();
        budget.Spend(texts.Sum(t => (long)t.Length + separator.Length) / 10);
        return string.Join(separator, texts);
    }

    private static string Part(string text, long from, long to) =>
        from >= 0 && from <= to && to <= text.Length ? text[(int)from..(int)to] : throw new CelException($"index out of range: {(from < 0 || from > text.Length ? from : to)}");

    private static Regex Pattern(string pattern)
    {
        try
        {
            return GoPattern.Compile(pattern);
        }
        catch (ArgumentException e)
        {
            throw new CelException(e.Message);
        }
    }
}
