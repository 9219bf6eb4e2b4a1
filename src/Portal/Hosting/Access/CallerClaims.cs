using System.Security.Claims;
using Portal.Core.Clusters;

namespace Portal.Hosting.Access;

/// <summary>Turns a caller into claims and back.</summary>
public static class CallerClaims
{
    /// <summary>What the owner of the cluster is called where a name is shown.</summary>
    public const string OwnerName = "owner";

    private const string Owner = "cluster-owner";
    private const string SessionId = "session";

    /// <summary>The caller's identity; <paramref name="session"/> is given for browsers, see <see cref="SignInSessions"/>.</summary>
    public static ClaimsPrincipal ToPrincipal(this Caller caller, string scheme, string? session = null)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, caller.IsPortal ? OwnerName : caller.User));
        identity.AddClaims(caller.Groups.Select(group => new Claim(ClaimTypes.Role, group)));
        if (caller.IsPortal)
        {
            identity.AddClaim(new Claim(Owner, "true"));
        }

        if (session is not null)
        {
            identity.AddClaim(new Claim(SessionId, session));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>On whose behalf to ask the cluster.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in. It is never taken for the portal's own identity.</exception>
    public static Caller ToCaller(this ClaimsPrincipal principal)
    {
        if (principal.IsOwner())
        {
            return Caller.Portal;
        }

        return principal.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? new Caller(name, [.. principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value)])
            : throw new InvalidOperationException("Nobody is signed in.");
    }

    /// <summary>Whether this is the cluster's owner, who acts with the kubeconfig's own identity.</summary>
    public static bool IsOwner(this ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true } && principal.HasClaim(Owner, "true");

    /// <summary>The browser's session; null for a bearer token.</summary>
    public static string? Session(this ClaimsPrincipal principal) => principal.FindFirst(SessionId)?.Value;
}
