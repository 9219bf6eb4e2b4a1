namespace Portal.Kube.Api;

/// <summary>Credentials that the kubeconfig itself holds.</summary>
internal sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken ct) => new(credential);

    public void Invalidate(Credential refused)
    {
        // There is nothing newer to be had.
    }
}
