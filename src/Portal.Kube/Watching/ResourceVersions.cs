namespace Portal.Kube.Watching;

internal static class ResourceVersions
{
    /// <summary>
    /// Whether <paramref name="candidate"/> comes after <paramref name="held"/>. Versions are numbers that grow (so promised since Kubernetes
    /// 1.35, and true before); where a server uses something else, a different one counts as newer.
    /// </summary>
    public static bool IsNewer(string candidate, string? held)
    {
        if (string.IsNullOrEmpty(candidate))
        {
            return false;
        }

        return ulong.TryParse(candidate, out var c) && ulong.TryParse(held, out var h) ? c > h : candidate != held;
    }
}
