using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>Objects of any kind without what they are about. The server is asked to leave that out (PartialObjectMetadata), and may not.</summary>
internal sealed class MetadataDecoder(ResourceKind kind) : ViewDecoder<MetadataView, MetadataDecoder.Parts>(kind)
{
    public override string Accept => "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    internal readonly struct Parts : IViewParts<MetadataView>
    {
        public bool TryRead(ref Utf8JsonReader reader) => false;

        public MetadataView ToView(ResourceKey key, in Metadata meta) => new(key, meta.Uid, meta.ResourceVersion)
        {
            Labels = meta.Labels,
            Annotations = meta.Annotations,
            CreatedAt = meta.CreatedAt ?? default,
            HasOwner = meta.HasOwner,
        };
    }
}
