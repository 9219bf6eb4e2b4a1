using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>
/// Says who a client certificate stands for, if this cluster's authority for clients signed it: the common name is the user, each organization a
/// group. The answer is kept with the connection, for as long as the certificate is valid.
/// </summary>
public sealed class CertificateAuthenticator : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private static readonly object Key = new();

    private readonly X509Certificate2? _authority;
    private readonly TimeProvider _clock;

    /// <param name="authority">PEM file; null believes no certificate.</param>
    /// <param name="clock">For the time that certificates are valid.</param>
    public CertificateAuthenticator(string? authority, TimeProvider clock) =>
        (_authority, _clock) = (authority is null ? null : X509CertificateLoader.LoadCertificateFromFile(authority), clock);

    /// <summary>Who the connection's certificate stands for; null without one, and for one that stands for nobody.</summary>
    public Caller? Authenticate(HttpContext http)
    {
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return null;
        }
        var items = http.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items?.TryGetValue(Key, out var known) == true && known is Caller caller && IsTimely(certificate))
        {
            return caller;
        }
        if (Read(certificate) is not { } read)
        {
            return null;
        }
        items?.TryAdd(Key, read);
        return read;
    }

    /// <summary>Who the certificate stands for, or null.</summary>
    public Caller? Read(X509Certificate2 certificate)
    {
        if (_authority is null)
        {
            return null;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(certificate) || Names(certificate, CommonName).FirstOrDefault() is not { Length: > 0 } user)
        {
            return null;
        }
        return new Caller(user, "", [.. Names(certificate, Organization).Append(Caller.AuthenticatedGroup).Distinct(StringComparer.Ordinal)])
        {
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["authentication.kubernetes.io/credential-id"] = [$"X509SHA256={Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))}"],
            },
        };
    }

    public void Dispose() => _authority?.Dispose();

    private bool IsTimely(X509Certificate2 certificate) => _clock.GetUtcNow() is var now && certificate.NotBefore <= now && now <= certificate.NotAfter;

    private static List<string> Names(X509Certificate2 certificate, string type) =>
        [.. certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false).Where(n => !n.HasMultipleElements && n.GetSingleElementType().Value == type).Select(n => n.GetSingleElementValue() ?? "")];
}
