using System.Globalization;
using System.Text;

namespace Portal.Sandbox.Api;

/// <summary>Writes values into messages as Go's <c>%q</c> does, which Kubernetes words its refusals with.</summary>
internal static class GoText
{
    /// <summary>A text in double quotes: <c>"a\"b"</c>.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A list of texts: <c>["a" "b"]</c>.</summary>
    public static string Quote(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(Quote))}]";

    /// <summary>A list of texts in Go syntax: <c>[]string{"a", "b"}</c>.</summary>
    public static string Literal(IReadOnlyCollection<string> texts) => texts.Count == 0 ? "[]string(nil)" : $"[]string{{{string.Join(", ", texts.Select(Quote))}}}";
}
