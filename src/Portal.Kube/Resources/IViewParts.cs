using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>What a kind's view takes from an object beside its metadata.</summary>
internal interface IViewParts<out TView>
    where TView : class, IClusterObject
{
    /// <summary>Reads the value of the property that the reader stands on; false, with nothing consumed, when the view has no use for it.</summary>
    bool TryRead(ref Utf8JsonReader reader);

    /// <summary>The view, once everything has been read.</summary>
    TView ToView(ResourceKey key, in Metadata meta);
}
