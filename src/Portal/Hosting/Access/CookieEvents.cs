using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Portal.Api;

namespace Portal.Hosting.Access;

/// <summary>Checks the sign-in cookie of each request, and sends people who have none to the door.</summary>
public sealed class CookieEvents(SignInSessions sessions, IOptions<PortalOptions> options, TimeProvider time) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var principal = context.Principal!;
        var expires = context.Properties.ExpiresUtc ?? time.GetUtcNow() + options.Value.SignIn.Expiry;
        var valid = principal.Session() is { } session
            && (principal.IsOwner() || IsLocalUser(context.HttpContext, principal.Identity!.Name))
            && sessions.Renew(session, expires);
        if (!valid)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Schemes.Cookie);
        }
    }

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        if (context.ShouldRenew && context.Principal?.Session() is { } session)
        {
            sessions.Renew(session, time.GetUtcNow() + options.Value.SignIn.Expiry);
        }

        return Task.CompletedTask;
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (IsPage(request))
        {
            var expired = request.Cookies.ContainsKey(context.Options.Cookie.Name!) ? "&expired=true" : "";
            context.Response.Redirect($"{request.PathBase}/signin?returnUrl={Uri.EscapeDataString($"{request.PathBase}{request.Path}{request.QueryString}")}{expired}");
            return Task.CompletedTask;
        }

        return Problems.WriteAsync(context.HttpContext, Problems.SignedOut());
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Problems.WriteAsync(context.HttpContext, Problems.SignedOut());

    private bool IsLocalUser(HttpContext context, string? name) =>
        context.IsLoopback() && options.Value.SignIn.LocalUsers.Any(user => user.Name == name);

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);
}
