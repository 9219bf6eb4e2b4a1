namespace Portal.Kube.Api;

internal static class BearerToken
{
    /// <summary>Whether it can be sent in a header: printable ASCII without blanks.</summary>
    public static bool IsWellFormed(string token) => token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~');
}
