using System.Text.RegularExpressions;

namespace Portal.Components;

/// <summary>Colours one line of YAML for reading; what it does not recognise stays plain.</summary>
public static partial class CodeColours
{
    /// <summary>Pieces of the line with the class that colours each: k (key), s (text), m (number or constant), c (comment), or empty.</summary>
    public static IEnumerable<(string Css, string Text)> Yaml(string line)
    {
        var match = KeyLine().Match(line);
        if (!match.Success)
        {
            var item = ItemLine().Match(line);
            return item.Success
                ? [("", item.Groups[1].Value), (ValueCss(item.Groups[2].Value), item.Groups[2].Value)]
                : [(line.TrimStart().StartsWith('#') ? "c" : line.Contains(": ", StringComparison.Ordinal) ? "" : "s", line)];
        }

        var value = match.Groups[4].Value;
        return [("", match.Groups[1].Value), ("k", match.Groups[2].Value), ("", match.Groups[3].Value), (ValueCss(value), value)];
    }

    /// <summary>Comments are all that is coloured in a script and in commands.</summary>
    public static IEnumerable<(string Css, string Text)> Script(string line) => [(line.TrimStart().StartsWith('#') ? "c" : "", line)];

    private static string ValueCss(string value) => value.Length == 0 ? "" : Constant().IsMatch(value) ? "m" : "s";

    // "  - key: value", "key:", with or without quotes around the key
    [GeneratedRegex("""^(\s*(?:- )*)("[^"]*"|[^\s"'#:][^:]*)(:(?: |$))(.*)$""")]
    private static partial Regex KeyLine();

    [GeneratedRegex("""^(\s*- )(.*)$""")]
    private static partial Regex ItemLine();

    [GeneratedRegex("""^(-?[0-9.]+|true|false|null|\{\}|\[\])$""")]
    private static partial Regex Constant();
}
