using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Api;
using Portal.Core.Clusters;

namespace Portal.Hosting.Access;

/// <summary>Accepts the bearer tokens that the cluster accepts (TokenReview).</summary>
public sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ICluster cluster)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Prefix = "Bearer ";

    // Longer than any token in use: a larger one is not worth a request to the cluster.
    private const int LongestToken = 16 * 1024;

    /// <summary>Whether the request brings a token.</summary>
    public static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!HasToken(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var token = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        var caller = token.Length is > 0 and <= LongestToken ? await cluster.AuthenticateAsync(token, Context.RequestAborted) : null;
        return caller is null || caller.IsPortal
            ? AuthenticateResult.Fail("The cluster does not know this token.")
            : AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Schemes.Bearer), Schemes.Bearer));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var given = HasToken(Request);
        Response.Headers.WWWAuthenticate = given ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Problems.WriteAsync(Context, given ? Problems.UnknownToken() : Problems.TokenNeeded());
    }
}
