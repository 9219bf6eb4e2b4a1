using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>Puts the person's identity on a request. The portal's own identity must be allowed to <c>impersonate</c>.</summary>
internal static class Impersonation
{
    public const string UserHeader = "Impersonate-User";
    public const string GroupHeader = "Impersonate-Group";

    /// <summary>The API server adds this one itself to everybody who is impersonated.</summary>
    private const string Authenticated = "system:authenticated";

    public static void Apply(HttpRequestMessage message, Caller caller)
    {
        if (caller.IsPortal)
        {
            return;
        }

        Add(message, UserHeader, caller.User);
        var groups = caller.Groups.Where(g => g.Length > 0 && g != Authenticated).Distinct().ToList();
        if (groups.Count == 0)
        {
            return;
        }

        Add(message, GroupHeader, RepeatedHeaderEncoding.Join(groups));
        if (groups.Count > 1)
        {
            // HttpClient cannot repeat a header in HTTP/2; see RepeatedHeaderEncoding.
            message.Version = System.Net.HttpVersion.Version11;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
    }

    private static void Add(HttpRequestMessage message, string header, string value)
    {
        var clean = !value.AsSpan().ContainsAny('\r', '\n', '\0');
        if (!clean || !message.Headers.TryAddWithoutValidation(header, value))
        {
            throw new ClusterException(ClusterErrorKind.Invalid, "The name of the signed-in person or of one of their groups has control characters in it and cannot be sent to Kubernetes.");
        }
    }
}
