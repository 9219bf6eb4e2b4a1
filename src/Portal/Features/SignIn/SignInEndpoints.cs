using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Hosting;
using Portal.Hosting.Access;

namespace Portal.Features.SignIn;

/// <summary>The door: its page, the ways in, and the way out.</summary>
public static class SignInEndpoints
{
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("").ExcludeFromDescription();
        door.MapGet("/signin", Show).AllowAnonymous();
        door.MapPost("/signin/local", SignInLocalAsync).AllowAnonymous();
        door.MapGet("/signin/owner", SignInOwnerAsync).AllowAnonymous();
        door.MapPost("/signout", SignOutAsync).RequireAuthorization();
        return routes;
    }

    private static IResult Show(
        HttpContext context, IOptions<PortalOptions> options, OwnerLink owner, ICluster cluster, string? returnUrl, bool? expired, SignInNotice? notice)
    {
        var back = LocalUrl.OrHome(returnUrl, context.Request.PathBase);
        if (context.User.Identity?.IsAuthenticated == true)
        {
            return Results.LocalRedirect(back);
        }

        var users = options.Value.SignIn.LocalUsers;
        return new RazorComponentResult<SignInPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(SignInPage.Users)] = context.IsLoopback() ? users : [],
            [nameof(SignInPage.LocalOnly)] = users.Count > 0 && !context.IsLoopback(),
            [nameof(SignInPage.OwnerLink)] = owner.Open,
            [nameof(SignInPage.ReturnUrl)] = back,
            [nameof(SignInPage.Notice)] = notice ?? (expired == true ? SignInNotice.Expired : SignInNotice.None),
            [nameof(SignInPage.Cluster)] = cluster.Id,
        });
    }

    private static async Task<IResult> SignInLocalAsync(HttpContext context, IOptions<PortalOptions> options, [FromForm] string name, [FromForm] string? returnUrl)
    {
        var user = options.Value.SignIn.LocalUsers.FirstOrDefault(user => user.Name == name);
        if (user is null || !context.IsLoopback())
        {
            return Results.Redirect(Door(context, SignInNotice.NotAllowed));
        }

        await SignInAsync(context, new Caller(user.Name, user.Groups));
        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl, context.Request.PathBase));
    }

    private static async Task<IResult> SignInOwnerAsync(HttpContext context, OwnerLink owner, string? token)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (token is null || !owner.TryUse(token))
        {
            return Results.Redirect(Door(context, SignInNotice.LinkUsed));
        }

        await SignInAsync(context, Caller.Portal);
        return Results.LocalRedirect(LocalUrl.OrHome(null, context.Request.PathBase));
    }

    // The form makes the request need an antiforgery token: no other site signs anybody out.
    private static async Task<IResult> SignOutAsync(HttpContext context, SignInSessions sessions, [FromForm] string? returnUrl)
    {
        if (context.User.Session() is { } session)
        {
            sessions.End(session);
        }

        await context.SignOutAsync(Schemes.Cookie);
        return Results.Redirect(Door(context, SignInNotice.SignedOut, returnUrl));
    }

    private static Task SignInAsync(HttpContext context, Caller caller) =>
        context.SignInAsync(Schemes.Cookie, caller.ToPrincipal(Schemes.Cookie, session: Guid.NewGuid().ToString("n")));

    private static string Door(HttpContext context, SignInNotice notice, string? returnUrl = null)
    {
        var back = returnUrl is null ? "" : $"&returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(returnUrl, context.Request.PathBase))}";
        return $"{context.Request.PathBase}/signin?notice={notice}{back}";
    }
}
