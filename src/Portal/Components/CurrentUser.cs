using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Portal.Core.Clusters;

namespace Portal.Components;

/// <summary>The person on whose behalf a page acts.</summary>
public sealed class CurrentUser(AuthenticationStateProvider authentication)
{
    public async Task<Caller> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return user.Identity?.IsAuthenticated == true ? Of(user) : throw new ClusterException(ClusterErrorKind.Unauthorized, "Nobody is signed in.");
    }

    private static Caller Of(ClaimsPrincipal user) =>
        new(user.Identity?.Name ?? "", [.. user.FindAll(ClaimTypes.Role).Select(c => c.Value)]);
}
