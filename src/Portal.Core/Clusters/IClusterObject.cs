namespace Portal.Core.Clusters;

/// <summary>A slim view of a Kubernetes object: only what pages and rules use.</summary>
public interface IClusterObject
{
    ResourceKey Key { get; }

    /// <summary>Differs between two objects that had the same name one after the other.</summary>
    string Uid { get; }

    string ResourceVersion { get; }
}
