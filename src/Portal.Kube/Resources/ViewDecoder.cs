using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>What all kinds have in common: <c>{"metadata":{...},...}</c>, and the other properties as the kind's own parts read them.</summary>
/// <typeparam name="TView">The view.</typeparam>
/// <typeparam name="TParts">What is read beside the metadata; a struct, so that every kind gets machine code of its own.</typeparam>
internal abstract class ViewDecoder<TView, TParts>(ResourceKind kind) : IViewDecoder<TView>
    where TView : class, IClusterObject
    where TParts : struct, IViewParts<TView>
{
    public ResourceKind Kind => kind;

    public virtual string Accept => "application/json";

    public TView? Decode(string cluster, ref Utf8JsonReader reader)
    {
        var meta = new Metadata();
        var parts = new TParts();
        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "metadata"u8))
            {
                meta.Read(ref reader);
            }
            else if (!parts.TryRead(ref reader))
            {
                JsonWalk.SkipValue(ref reader);
            }
        }

        return meta.Name.Length == 0 ? null : parts.ToView(meta.Key(cluster, kind), in meta);
    }
}
