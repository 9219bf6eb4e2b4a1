using System.Collections.Frozen;
using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>The part of <c>metadata</c> that views use.</summary>
internal struct Metadata()
{
    public string Name = "";
    public string Namespace = "";
    public string Uid = "";
    public string ResourceVersion = "";
    public DateTimeOffset? CreatedAt;
    public DateTimeOffset? DeletionTimestamp;
    public bool HasOwner;
    public IReadOnlyDictionary<string, string> Labels = FrozenDictionary<string, string>.Empty;
    public IReadOnlyDictionary<string, string> Annotations = FrozenDictionary<string, string>.Empty;

    public readonly ResourceKey Key(string cluster, ResourceKind kind) => new(cluster, kind, kind.Namespaced ? Namespace : "", Name);

    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (!JsonWalk.EnterObject(ref reader))
        {
            return;
        }

        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "name"u8))
            {
                Name = JsonWalk.Text(ref reader) ?? "";
            }
            else if (JsonWalk.Is(ref reader, "namespace"u8))
            {
                Namespace = JsonWalk.Pooled(ref reader) ?? "";
            }
            else if (JsonWalk.Is(ref reader, "uid"u8))
            {
                Uid = JsonWalk.Text(ref reader) ?? "";
            }
            else if (JsonWalk.Is(ref reader, "resourceVersion"u8))
            {
                ResourceVersion = JsonWalk.Text(ref reader) ?? "";
            }
            else if (JsonWalk.Is(ref reader, "creationTimestamp"u8))
            {
                CreatedAt = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "deletionTimestamp"u8))
            {
                DeletionTimestamp = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "labels"u8))
            {
                Labels = JsonWalk.Map(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "annotations"u8))
            {
                Annotations = JsonWalk.Map(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "ownerReferences"u8))
            {
                HasOwner = ReadOwners(ref reader);
            }
            else
            {
                JsonWalk.SkipValue(ref reader);
            }
        }
    }

    private static bool ReadOwners(ref Utf8JsonReader reader)
    {
        var any = false;
        if (JsonWalk.EnterArray(ref reader))
        {
            while (JsonWalk.NextObject(ref reader))
            {
                any = true;
                reader.TrySkip();
            }
        }

        return any;
    }
}
