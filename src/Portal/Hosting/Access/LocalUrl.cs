namespace Portal.Hosting.Access;

/// <summary>Addresses to return to after signing in.</summary>
public static class LocalUrl
{
    /// <summary>The address if it is one of this site, else its first page: a link must not send people elsewhere.</summary>
    public static string OrHome(string? url, PathString pathBase)
    {
        var home = $"{pathBase}/";
        var local = url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
        return local && new PathString(url!.Split('?', '#')[0]).StartsWithSegments(pathBase, StringComparison.OrdinalIgnoreCase) ? url : home;
    }
}
