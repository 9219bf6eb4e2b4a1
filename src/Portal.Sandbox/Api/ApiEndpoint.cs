namespace Portal.Sandbox.Api;

/// <summary>Where this API is reached.</summary>
/// <param name="Url">For example <c>https://127.0.0.1:6443</c>.</param>
/// <param name="CaFile">PEM file of the authority that signed its certificate.</param>
public sealed record ApiEndpoint(Uri Url, string CaFile)
{
    /// <summary>For <c>KUBERNETES_SERVICE_HOST</c>.</summary>
    public string Host => Url.Host;

    /// <summary>For <c>KUBERNETES_SERVICE_PORT</c>.</summary>
    public int Port => Url.Port;
}
