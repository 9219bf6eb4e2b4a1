namespace Portal.Sandbox.Api.Authentication;

/// <summary>Says who a bearer token stands for: a user of the token files, or a service account.</summary>
public sealed class TokenAuthenticator(UserDirectory users, ServiceAccountTokens serviceAccounts)
{
    /// <summary>Who the token stands for, or null.</summary>
    public Caller? Read(string token) => users.Find(token) ?? serviceAccounts.Read(token);

    /// <summary>Whose bearer token a request has; null without one.</summary>
    /// <exception cref="ApiException">401: a token that stands for nobody.</exception>
    public Caller? Authenticate(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Read(header[Scheme.Length..].Trim()) ?? throw ApiErrors.Unauthorized() : null;
    }
}
