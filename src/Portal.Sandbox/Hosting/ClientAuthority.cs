using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Sandbox.Hosting;

/// <summary>
/// The authority that signs client certificates. Another one than that of the server's certificate, so that its key, which is kept, is of no use to
/// pose as the server.
/// </summary>
internal static class ClientAuthority
{
    private const int Years = 10;

    /// <summary>Makes the authority once.</summary>
    public static void Ensure(DataFolder data, TimeProvider clock)
    {
        if (File.Exists(data.ClientCa) && File.Exists(data.ClientCaKey))
        {
            return;
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=portal-sandbox-client-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = clock.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        PrivateFile.Write(data.ClientCaKey, key.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(data.ClientCa, authority.ExportCertificatePem());
    }

    /// <summary>A certificate and its key for a user, as PEM.</summary>
    /// <exception cref="UsageException">There is no authority yet.</exception>
    public static (string Certificate, string Key) Issue(string folder, string user, IEnumerable<string> groups, int days, TimeProvider clock)
    {
        var (file, keyFile) = (Path.Combine(folder, DataFolder.ClientCaName), Path.Combine(folder, DataFolder.ClientCaKeyName));
        if (!File.Exists(file) || !File.Exists(keyFile))
        {
            throw new UsageException($"There is no authority for client certificates in {folder}. Start the sandbox once: it makes one.");
        }
        using var authority = X509Certificate2.CreateFromPemFile(file, keyFile);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(user);
        // What is added last is written first.
        foreach (var group in groups.Reverse())
        {
            subject.AddOrganizationName(group);
        }
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = clock.GetUtcNow();
        using var certificate = request.Create(authority, now.AddMinutes(-5), now.AddDays(days), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
