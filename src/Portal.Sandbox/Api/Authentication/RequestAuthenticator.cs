namespace Portal.Sandbox.Api.Authentication;

/// <summary>Says who sends a request: by client certificate, else by bearer token, else nobody known.</summary>
public sealed class RequestAuthenticator(CertificateAuthenticator certificates, TokenAuthenticator tokens)
{
    /// <exception cref="ApiException">401: credentials that stand for nobody.</exception>
    public Caller Authenticate(HttpContext http) =>
        certificates.Authenticate(http) ?? tokens.Authenticate(http.Request) ?? (http.Connection.ClientCertificate is null ? Caller.Anonymous : throw ApiErrors.Unauthorized());
}
