using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.Kube.Api;

/// <summary>Certificates from PEM, with complaints that name the place and never the content.</summary>
internal static class Certificates
{
    public static X509Certificate2Collection Authorities(byte[] pem, YamlView at)
    {
        try
        {
            return Authorities(pem);
        }
        catch (CryptographicException e)
        {
            throw at.Complaint($"The certificate authority cannot be used: {e.Message}");
        }
    }

    public static X509Certificate2Collection Authorities(byte[] pem)
    {
        var collection = new X509Certificate2Collection();
        collection.ImportFromPem(Encoding.UTF8.GetString(pem));
        return collection.Count > 0 ? collection : throw new CryptographicException("it holds no PEM certificate.");
    }

    public static X509Certificate2 Client(string certificate, string key, YamlView at)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw at.Complaint("The client certificate and its key cannot be used: they are not PEM, or do not belong together.");
        }
    }
}
