using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Schemas.Reading;

/// <summary>
/// Regular expressions in Go's syntax (RE2), as schemas have them, for .NET. They run in linear time, as in Go; what only a backtracking engine can do
/// is refused.
/// </summary>
public static class GoPattern
{
    private const int MaxKnown = 1024;
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["[:alnum:]"] = "0-9A-Za-z",
        ["[:alpha:]"] = "A-Za-z",
        ["[:ascii:]"] = @"\x00-\x7F",
        ["[:blank:]"] = @"\t ",
        ["[:cntrl:]"] = @"\x00-\x1F\x7F",
        ["[:digit:]"] = "0-9",
        ["[:graph:]"] = "!-~",
        ["[:lower:]"] = "a-z",
        ["[:print:]"] = " -~",
        ["[:punct:]"] = @"!-/:-@\[-`{-~",
        ["[:space:]"] = @"\t\n\v\f\r ",
        ["[:upper:]"] = "A-Z",
        ["[:word:]"] = "0-9A-Za-z_",
        ["[:xdigit:]"] = "0-9A-Fa-f",
    };

    /// <summary>The expression, found anywhere in a text unless it is anchored. Those in use most are kept: schemas have few different ones, many times.</summary>
    /// <exception cref="ArgumentException">Not a regular expression, or none that runs in linear time.</exception>
    public static Regex Compile(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known))
        {
            return known;
        }
        var regex = Make(pattern);
        if (Known.Count < MaxKnown)
        {
            Known.TryAdd(pattern, regex);
        }
        return regex;
    }

    private static Regex Make(string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout.InfiniteTimeSpan);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException($"error parsing regexp: {e.Message}", nameof(pattern), e);
        }
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
            }
            else if (inClass && c == '[' && Classes.FirstOrDefault(k => string.CompareOrdinal(pattern, i, k.Key, 0, k.Key.Length) == 0) is { Key: { } name } found)
            {
                text.Append(found.Value);
                i += name.Length - 1;
            }
            else if (c == '[' && inClass)
            {
                text.Append(@"\[");
            }
            else if (c == '$' && !inClass)
            {
                text.Append(@"\z");
            }
            else if (c == '(' && !inClass && string.CompareOrdinal(pattern, i, "(?P<", 0, 4) == 0)
            {
                text.Append("(?<");
                i += 3;
            }
            else
            {
                text.Append(c);
                if (c == '[')
                {
                    inClass = true;
                    // A bracket that comes first is a member of the class.
                    if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                    {
                        text.Append(pattern[++i]);
                    }
                    if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                    {
                        text.Append('\\').Append(pattern[++i]);
                    }
                }
                else if (c == ']')
                {
                    inClass = false;
                }
            }
        }
        return text.ToString();
    }

    /// <summary>Classes are those of ASCII in Go.</summary>
    private static string Escape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', false) => "[^0-9A-Za-z_]",
        ('s', true) => @"\t\n\f\r ",
        ('s', false) => @"[\t\n\f\r ]",
        ('S', false) => @"[^\t\n\f\r ]",
        _ => "\\" + c,
    };
}
