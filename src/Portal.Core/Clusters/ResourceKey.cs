namespace Portal.Core.Clusters;

/// <summary>Names one object of one cluster.</summary>
/// <param name="Cluster">Id of the cluster, see <see cref="ICluster.Id"/>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">Namespace; empty for cluster-wide kinds.</param>
/// <param name="Name">Name of the object.</param>
public sealed record ResourceKey(string Cluster, ResourceKind Kind, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";
}
