using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>Reads one kind of object into its slim view.</summary>
internal interface IViewDecoder<out T>
    where T : class, IClusterObject
{
    ResourceKind Kind { get; }

    /// <summary>What a list of them is asked for as (header of that name).</summary>
    string Accept { get; }

    /// <summary>
    /// Reads the object whose start the reader stands on, up to its end. The whole object must be in the reader's buffer.
    /// </summary>
    /// <param name="cluster">Id of the cluster, for the key.</param>
    /// <param name="reader">Stands on the object's start.</param>
    /// <returns>Null when it has no name, and so is no object.</returns>
    T? Decode(string cluster, ref Utf8JsonReader reader);
}
