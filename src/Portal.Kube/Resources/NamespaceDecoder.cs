using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

internal sealed class NamespaceDecoder : IViewDecoder<NamespaceView>
{
    public ResourceKind Kind => ResourceKind.Namespace;

    public NamespaceView? Decode(string cluster, ref Utf8JsonReader reader)
    {
        var meta = new Metadata();
        string? phase = null;
        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "metadata"u8))
            {
                meta.Read(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "status"u8))
            {
                phase = ReadPhase(ref reader);
            }
            else
            {
                JsonWalk.SkipValue(ref reader);
            }
        }

        return meta.Name.Length == 0 ? null : new NamespaceView(meta.Key(cluster, Kind), meta.Uid, meta.ResourceVersion)
        {
            Labels = meta.Labels,
            Terminating = meta.DeletionTimestamp is not null || phase == "Terminating",
        };
    }

    private static string? ReadPhase(ref Utf8JsonReader reader)
    {
        string? phase = null;
        if (JsonWalk.EnterObject(ref reader))
        {
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "phase"u8))
                {
                    phase = JsonWalk.Pooled(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        return phase;
    }
}
