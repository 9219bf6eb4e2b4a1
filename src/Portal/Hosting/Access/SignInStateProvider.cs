using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Portal.Hosting.Access;

/// <summary>Tells open pages when their sign-in has expired or was ended in another tab.</summary>
public sealed class SignInStateProvider(ILoggerFactory loggers, SignInSessions sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(sessions.IsLive(authenticationState.User));
}
