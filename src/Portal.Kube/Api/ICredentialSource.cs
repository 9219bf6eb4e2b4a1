namespace Portal.Kube.Api;

/// <summary>Where credentials come from: fixed ones, a token file that somebody renews, or a plugin.</summary>
internal interface ICredentialSource
{
    /// <summary>Credentials that are believed to be good now.</summary>
    /// <exception cref="KubeConfigException">There are none to be had.</exception>
    ValueTask<Credential> GetAsync(CancellationToken ct);

    /// <summary>Says that the server refused <paramref name="refused"/>: the next call must not answer from memory.</summary>
    void Invalidate(Credential refused);
}
