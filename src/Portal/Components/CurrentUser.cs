using Microsoft.AspNetCore.Components.Authorization;
using Portal.Core.Clusters;
using Portal.Hosting.Access;

namespace Portal.Components;

/// <summary>The person on whose behalf a page acts.</summary>
public sealed class CurrentUser(AuthenticationStateProvider authentication)
{
    /// <exception cref="ClusterException">Nobody is signed in any more.</exception>
    public async Task<Caller> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return user.Identity?.IsAuthenticated == true ? user.ToCaller() : throw new ClusterException(ClusterErrorKind.Unauthorized, "Nobody is signed in.");
    }
}
