using System.Buffers;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Kube.Api;
using Portal.Kube.Resources;

namespace Portal.Kube.Watching;

/// <summary>Reads one line of a watch: <c>{"type":"MODIFIED","object":{...}}</c>.</summary>
internal static class WatchLine
{
    /// <returns>Null for a type of event that is not known.</returns>
    /// <exception cref="JsonException">The line is not an event.</exception>
    /// <exception cref="ClusterException">The line is an ERROR event: the watch is over.</exception>
    public static WatchEvent<T>? Decode<T>(string cluster, IViewDecoder<T> decoder, ReadOnlySequence<byte> line)
        where T : class, IClusterObject
    {
        var reader = new Utf8JsonReader(line, JsonWalk.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A line of the watch is not a JSON object.");
        }

        string? type = null;
        T? view = null;
        Utf8JsonReader body = default;
        var hasBody = false;
        var decoded = false;
        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "type"u8))
            {
                type = JsonWalk.Pooled(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "object"u8))
            {
                body = reader;
                hasBody = true;

                // The type comes first as a rule, and then one pass is enough.
                if (Change(type) is not null && JsonWalk.EnterObject(ref reader))
                {
                    view = decoder.Decode(cluster, ref reader);
                    decoded = true;
                }
                else
                {
                    reader = body;
                    JsonWalk.SkipValue(ref reader);
                }
            }
            else
            {
                JsonWalk.SkipValue(ref reader);
            }
        }

        // What follows the object on the line would be lost in silence.
        if (reader.Read() || !hasBody)
        {
            throw new JsonException("A line of the watch is not an event with type and object.");
        }

        switch (type)
        {
            case "BOOKMARK":
                var metadata = ReadMetadata(ref body);
                return new WatchEvent<T>(null, null, metadata.ResourceVersion);
            case "ERROR":
                throw Error(ref body);
            default:
                if (Change(type) is not { } change)
                {
                    return null;
                }

                if (!decoded && JsonWalk.EnterObject(ref body))
                {
                    view = decoder.Decode(cluster, ref body);
                }

                return view is null ? throw new JsonException("An event of the watch holds no object with a name.") : new WatchEvent<T>(change, view, view.ResourceVersion);
        }
    }

    private static ChangeType? Change(string? type) => type switch
    {
        "ADDED" => ChangeType.Added,
        "MODIFIED" => ChangeType.Modified,
        "DELETED" => ChangeType.Deleted,
        _ => null,
    };

    private static Metadata ReadMetadata(ref Utf8JsonReader reader)
    {
        var metadata = new Metadata();
        if (JsonWalk.EnterObject(ref reader))
        {
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "metadata"u8))
                {
                    metadata.Read(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        return metadata;
    }

    private static ClusterException Error(ref Utf8JsonReader reader)
    {
        reader.Read();
        using var status = JsonDocument.ParseValue(ref reader);
        return StatusMapping.FromStatus(status.RootElement, httpStatus: 0, retryAfter: null);
    }
}
