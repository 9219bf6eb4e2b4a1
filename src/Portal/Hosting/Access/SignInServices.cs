using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Portal.Hosting.Access;

/// <summary>Who may come in, and how.</summary>
public static class SignInServices
{
    public static IServiceCollection AddPortalSignIn(this IServiceCollection services)
    {
        services.AddSingleton<OwnerLink>();
        services.AddSingleton<SignInSessions>();
        services.AddSingleton<CookieEvents>();
        services.AddScoped<AuthenticationStateProvider, SignInStateProvider>();

        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, any => any.ForwardDefaultSelector = context => BearerHandler.HasToken(context.Request) ? Schemes.Bearer : Schemes.Cookie)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Schemes.Bearer, null)
            .AddCookie(Schemes.Cookie);
        services.AddOptions<CookieAuthenticationOptions>(Schemes.Cookie).Configure<IOptions<PortalOptions>>(ConfigureCookie);

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(Schemes.Any).RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.BearerOnly, policy => policy.AddAuthenticationSchemes(Schemes.Bearer).RequireAuthenticatedUser());

        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "portal.antiforgery");
        services.AddDataProtection().SetApplicationName("portal");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<PortalOptions>, ILoggerFactory>(
            (keys, portal, loggers) => keys.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(portal.Value.KeysFolder), loggers));
        return services;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions cookie, IOptions<PortalOptions> portal)
    {
        cookie.EventsType = typeof(CookieEvents);
        cookie.ExpireTimeSpan = portal.Value.SignIn.Expiry;
        cookie.SlidingExpiration = true;
        cookie.Cookie.Name = "portal.sign-in";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
