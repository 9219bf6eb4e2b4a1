using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Kube.Api;

/// <summary>What a request is signed with. A class and not a record: a record would print its secrets.</summary>
internal sealed class Credential(AuthenticationHeaderValue? authorization, X509Certificate2? certificate)
{
    public static readonly Credential None = new(null, null);

    public AuthenticationHeaderValue? Authorization { get; } = authorization;

    /// <summary>Client certificate with its key.</summary>
    public X509Certificate2? Certificate { get; } = certificate;

    public static Credential Bearer(string token, X509Certificate2? certificate = null) => new(new AuthenticationHeaderValue("Bearer", token), certificate);
}
