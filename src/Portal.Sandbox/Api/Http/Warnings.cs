using System.Text;
using Portal.Sandbox.Api.Kinds;

namespace Portal.Sandbox.Api.Http;

/// <summary>Warning headers, RFC 7234, as kubectl prints them.</summary>
internal static class Warnings
{
    /// <summary>Bytes of warnings that an answer may carry; what comes after is cut, as in Kubernetes.</summary>
    private const int MaxBytes = 4 * 1024;

    public static void Add(HttpContext http, string text)
    {
        var warning = $"299 - \"{Quoted(text)}\"";
        if (http.Response.Headers.Warning.Sum(w => w!.Length) + warning.Length <= MaxBytes)
        {
            http.Response.Headers.Append("Warning", warning);
        }
    }

    /// <summary>A quoted string of HTTP: no control characters, quotes and backslashes escaped.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }
            quoted.Append(c is < ' ' or > '~' ? ' ' : c);
        }
        return quoted.ToString();
    }

    /// <summary>Says so when a version is on its way out.</summary>
    public static void Deprecated(HttpContext http, ServedKind kind)
    {
        if (kind.Custom?.DeprecationWarning is { } warning)
        {
            Add(http, warning);
        }
    }
}
