namespace Portal.Core.Clusters;

/// <summary>An object of any kind without what it is about.</summary>
public sealed record MetadataView(ResourceKey Key, string Uid, string ResourceVersion) : IClusterObject
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Another object owns it: it goes when that one goes.</summary>
    public bool HasOwner { get; init; }
}
