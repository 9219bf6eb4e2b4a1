using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Sandbox.Hosting;

/// <summary>The server's certificate and the authority that signed it, made once. The authority's key is thrown away: it signs nothing else.</summary>
internal static class ServerCertificate
{
    private const int Years = 10;
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static X509Certificate2 LoadOrCreate(DataFolder data, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        if (Load(data) is { } there)
        {
            if (there.NotAfter.ToUniversalTime() > now.UtcDateTime + RenewBefore)
            {
                return there;
            }
            there.Dispose();
        }
        Create(data, now);
        return Load(data)!;
    }

    private static X509Certificate2? Load(DataFolder data)
    {
        if (!File.Exists(data.ServerCertificate) || !File.Exists(data.ServerKey) || !File.Exists(data.CaFile))
        {
            return null;
        }
        try
        {
            return X509Certificate2.CreateFromPemFile(data.ServerCertificate, data.ServerKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void Create(DataFolder data, DateTimeOffset now)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=portal-sandbox-ca", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        caRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(caRequest.PublicKey, critical: false));
        using var ca = caRequest.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=portal-sandbox", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(ca, now.AddDays(-1), now.AddYears(Years).AddDays(-1), RandomNumberGenerator.GetBytes(16));

        PrivateFile.Write(data.ServerKey, key.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(data.ServerCertificate, certificate.ExportCertificatePem());
        PrivateFile.Write(data.CaFile, ca.ExportCertificatePem());
    }
}
