namespace Portal.Sandbox.Api.Kinds;

/// <summary>How the API treats one kind where kinds differ.</summary>
public sealed record KindTraits
{
    /// <summary>A kind that nobody described further: one of a custom resource definition.</summary>
    public static readonly KindTraits Custom = new() { Name = NameRule.Subdomain, Generation = true };

    /// <summary>How objects are named.</summary>
    public required NameRule Name { get; init; }

    /// <summary>Whether <c>metadata.generation</c> counts changes of what is asked for.</summary>
    public bool Generation { get; init; }

    /// <summary>Compiled into Kubernetes: strategic merge patches are taken, and a PUT without a version overwrites.</summary>
    public bool BuiltIn { get; init; }

    /// <summary>Fields of field selectors besides <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>Categories that the kind belongs to, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}
