using System.Security.Cryptography;

namespace Portal.Kube.Api;

/// <summary>The API server and service account of the pod that the portal runs in.</summary>
internal static class InClusterConfig
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Null when not running in a pod with a service account.</summary>
    /// <exception cref="KubeConfigException">It runs in one, but what is mounted cannot be used.</exception>
    public static KubeEndpoint? TryLoad(TimeProvider time, Func<string, string?>? environment = null, string folder = Folder)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
        {
            return null;
        }

        var authorities = Path.Combine(folder, "ca.crt");
        try
        {
            return new KubeEndpoint
            {
                Name = "in-cluster",
                Server = new Uri(host.Contains(':') ? $"https://[{host}]:{port}/" : $"https://{host}:{port}/"),
                Authorities = Certificates.Authorities(File.ReadAllBytes(authorities)),
                Credentials = new TokenFileCredential(token, certificate: null, time),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or UriFormatException)
        {
            throw new KubeConfigException($"The pod's service account cannot be used ({authorities}): {e.Message}", e);
        }
    }
}
