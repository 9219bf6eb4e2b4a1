using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

internal sealed class NamespaceDecoder() : ViewDecoder<NamespaceView, NamespaceDecoder.Parts>(ResourceKind.Namespace)
{
    internal struct Parts : IViewParts<NamespaceView>
    {
        private string? _phase;

        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.Is(ref reader, "status"u8))
            {
                return false;
            }

            _phase = JsonWalk.Member(ref reader, "phase"u8);
            return true;
        }

        public readonly NamespaceView ToView(ResourceKey key, in Metadata meta) => new(key, meta.Uid, meta.ResourceVersion)
        {
            Labels = meta.Labels,
            Terminating = meta.DeletionTimestamp is not null || _phase == "Terminating",
        };
    }
}
