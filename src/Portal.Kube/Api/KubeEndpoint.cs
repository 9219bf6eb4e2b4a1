using System.Security.Cryptography.X509Certificates;

namespace Portal.Kube.Api;

/// <summary>Where one Kubernetes API is and how to reach it, as a kubeconfig context or the pod's service account says.</summary>
internal sealed class KubeEndpoint
{
    /// <summary>Name of the cluster; the default for its id.</summary>
    public required string Name { get; init; }

    /// <summary>Base address, with a trailing slash.</summary>
    public required Uri Server { get; init; }

    /// <summary>The only authorities trusted; null trusts what the system trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public bool SkipTlsVerify { get; init; }

    /// <summary>Name to expect in the server's certificate instead of the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    public Uri? Proxy { get; init; }

    public required ICredentialSource Credentials { get; init; }
}
