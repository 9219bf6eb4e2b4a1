namespace Portal.Sandbox.Api.Apply;

/// <summary>Who sets fields, and how.</summary>
/// <param name="Name"><c>fieldManager</c> of the request, or the first part of its user agent.</param>
/// <param name="IsApply">Server-side apply; everything else is an update.</param>
/// <param name="Subresource"><c>status</c> or another; empty for the object itself.</param>
public sealed record FieldManager(string Name, bool IsApply, string Subresource)
{
    /// <summary>Longest name of a manager.</summary>
    public const int MaxName = 128;

    /// <summary>The name of whoever sent no other: what their user agent begins with.</summary>
    public static string NameOf(string userAgent)
    {
        var name = userAgent.Split('/')[0].Trim();
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, MaxName)];
    }
}
