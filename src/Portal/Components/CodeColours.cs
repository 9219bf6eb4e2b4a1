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
                ? [("", item.Groups["lead"].Value), (ValueCss(item.Groups["value"].Value), item.Groups["value"].Value)]
                : [(line.TrimStart().StartsWith('#') ? "c" : line.Contains(": ", StringComparison.Ordinal) ? "" : "s", line)];
        }

        var value = match.Groups["value"].Value;
        return [("", match.Groups["lead"].Value), ("k", match.Groups["key"].Value), ("", match.Groups["colon"].Value), (ValueCss(value), value)];
    }

    /// <summary>Comments are all that is coloured in a script and in commands.</summary>
    public static IEnumerable<(string Css, string Text)> Script(string line) => [(line.TrimStart().StartsWith('#') ? "c" : "", line)];

    private static string ValueCss(string value) => value.Length == 0 ? "" : Constant().IsMatch(value) ? "m" : "s";

    // "  - key: value", "key:", with or without quotes around the key
    [GeneratedRegex("""^(?<lead>\s*(- )*)(?<key>"[^"]*"|[^\s"'#:][^:]*)(?<colon>:( |$))(?<value>.*)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyLine();

    [GeneratedRegex("""^(?<lead>\s*- )(?<value>.*)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ItemLine();

    [GeneratedRegex("""^(-?[0-9.]+|true|false|null|\{\}|\[\])$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constant();
}
