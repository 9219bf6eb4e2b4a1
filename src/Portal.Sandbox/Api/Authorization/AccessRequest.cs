namespace Portal.Sandbox.Api.Authorization;

/// <summary>What somebody wants to do, as Kubernetes' authorisers are asked.</summary>
public sealed record AccessRequest
{
    public required Caller Caller { get; init; }

    public required string Verb { get; init; }

    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>Plural name; empty when it is about a path.</summary>
    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>Empty for the cluster or all namespaces.</summary>
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Path of a request that names no resource.</summary>
    public string Path { get; init; } = "";

    /// <summary>Resource with its subresource, as rules name it.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}
