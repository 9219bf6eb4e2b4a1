namespace Portal.Core.Clusters;

/// <summary>A namespace; it is a workspace when it carries <see cref="Workspaces.PortalLabels.Workspace"/>.</summary>
public sealed record NamespaceView(ResourceKey Key, string Uid, string ResourceVersion) : IClusterObject
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Being deleted: nothing can be created in it any more.</summary>
    public bool Terminating { get; init; }
}
