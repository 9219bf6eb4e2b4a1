using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>The formats of texts that Kubernetes checks. Any other name is for people only.</summary>
public static partial class Formats
{
    private static readonly Dictionary<string, Func<string, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["bsonobjectid"] = t => t.Length == 24 && t.All(char.IsAsciiHexDigit),
        ["uri"] = t => Uri.TryCreate(t, UriKind.Absolute, out _) || t.StartsWith('/'),
        ["email"] = t => EmailPattern().IsMatch(t),
        ["hostname"] = t => t.Length <= 253 && HostPattern().IsMatch(t),
        ["ipv4"] = t => IPAddress.TryParse(t, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork && t.Count(c => c == '.') == 3,
        ["ipv6"] = t => IPAddress.TryParse(t, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 && !t.StartsWith('['),
        ["cidr"] = IsCidr,
        ["mac"] = t => MacPattern().IsMatch(t),
        ["uuid"] = t => UuidPattern().IsMatch(t),
        ["uuid3"] = t => IsUuid(t, '3'),
        ["uuid4"] = t => IsUuid(t, '4'),
        ["uuid5"] = t => IsUuid(t, '5'),
        ["isbn"] = t => IsIsbn10(t) || IsIsbn13(t),
        ["isbn10"] = IsIsbn10,
        ["isbn13"] = IsIsbn13,
        ["creditcard"] = t => t.Count(char.IsAsciiDigit) is >= 13 and <= 19 && PassesLuhn(t),
        ["ssn"] = t => SsnPattern().IsMatch(t),
        ["hexcolor"] = t => HexColorPattern().IsMatch(t),
        ["rgbcolor"] = t => RgbColorPattern().IsMatch(t),
        ["byte"] = IsBase64,
        ["password"] = _ => true,
        ["date"] = t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["duration"] = t => DurationPattern().IsMatch(t),
        ["datetime"] = IsDateTime,
    };

    /// <summary>Whether a text has a format; true for a format that is not checked.</summary>
    public static bool Matches(string format, string text) => !Checks.TryGetValue(format == "date-time" ? "datetime" : format, out var check) || check(text);

    private static bool IsDateTime(string text) =>
        DateTimePattern().IsMatch(text) && DateTimeOffset.TryParse(text.ToUpperInvariant(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsCidr(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IPAddress.TryParse(text.AsSpan(0, slash), out var ip)
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits <= (ip.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    private static bool IsUuid(string text, char version) => UuidPattern().IsMatch(text) && text.Replace("-", "", StringComparison.Ordinal)[12] == version;

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    private static bool IsIsbn10(string text)
    {
        var digits = Digits(text);
        return digits.Length == 10 && digits.Take(9).All(char.IsAsciiDigit)
            && digits.Select((c, i) => (10 - i) * (c == 'X' && i == 9 ? 10 : c - '0')).Sum() % 11 == 0;
    }

    private static bool IsIsbn13(string text)
    {
        var digits = Digits(text);
        return digits.Length == 13 && digits.All(char.IsAsciiDigit) && digits.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0;
    }

    private static bool PassesLuhn(string text) =>
        text.Where(char.IsAsciiDigit).Reverse().Select((c, i) => i % 2 == 0 ? c - '0' : (c - '0') * 2 is var d && d > 9 ? d - 9 : (c - '0') * 2).Sum() % 10 == 0;

    private static string Digits(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[tT]\d{2}:\d{2}:\d{2}(\.\d+)?([zZ]|[+-]\d{2}:\d{2})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DateTimePattern();

    [GeneratedRegex(@"^[-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+\z|^0\z|^\d+ ?(nanoseconds?|microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|[dw])\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^[^\s@<>]+@[^\s@<>]+\z|^[^<>@]*<[^\s@<>]+@[^\s@<>]+>\z", RegexOptions.NonBacktracking)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^([a-zA-Z0-9]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?)*\.?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"^([0-9a-fA-F]{2}([:-]))([0-9a-fA-F]{2}[:-]){4}[0-9a-fA-F]{2}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MacPattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z", RegexOptions.NonBacktracking)]
    private static partial Regex UuidPattern();

    [GeneratedRegex(@"^\d{3}[- ]?\d{2}[- ]?\d{4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex SsnPattern();

    [GeneratedRegex(@"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HexColorPattern();

    [GeneratedRegex(@"^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)\z", RegexOptions.NonBacktracking)]
    private static partial Regex RgbColorPattern();
}
