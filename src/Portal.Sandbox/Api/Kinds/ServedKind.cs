using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>A kind, in one version, as discovery lists it.</summary>
/// <param name="Type">The kind.</param>
/// <param name="IsReview">A question that is posted and answered, and never stored.</param>
/// <param name="Subresources">What can be reached below an object.</param>
public sealed record ServedKind(ResourceType Type, bool IsReview, IReadOnlyList<(string Name, string Kind, IReadOnlyList<string> Verbs)> Subresources)
{
    /// <summary>How the API treats it.</summary>
    public KindTraits Traits { get; init; } = KindTable.Of(Type);

    /// <summary>The version of a custom resource definition that it comes from; null for a built-in kind.</summary>
    public CustomResourceVersion? Custom { get; init; }

    /// <summary>A stored object as this version of its kind shows it; the same one when there is nothing to convert or to fill in.</summary>
    public StoredObject Show(StoredObject stored) => Custom is null ? stored : Custom.Show(stored);
}
