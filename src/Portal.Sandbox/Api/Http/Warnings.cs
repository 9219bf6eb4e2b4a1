using Portal.Sandbox.Api.Kinds;

namespace Portal.Sandbox.Api.Http;

/// <summary><c>Warning</c> headers, as kubectl shows them to people.</summary>
internal static class Warnings
{
    /// <summary>At most so many are sent; more would not fit into a head.</summary>
    private const int Most = 16;

    public static void Add(HttpContext http, string text)
    {
        if (!http.Response.HasStarted && http.Response.Headers.Warning.Count < Most)
        {
            http.Response.Headers.Append("Warning", $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"");
        }
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
