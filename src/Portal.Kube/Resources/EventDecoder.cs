using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>Events of core/v1. Newer reporters leave count and lastTimestamp empty and use eventTime, series and reportingComponent.</summary>
internal sealed class EventDecoder : IViewDecoder<EventView>
{
    public ResourceKind Kind => ResourceKind.Event;

    public EventView? Decode(string cluster, ref Utf8JsonReader reader)
    {
        var meta = new Metadata();
        string? type = null, reason = null, message = null, source = null, reporter = null;
        (string? Kind, string? Name, string? Uid) regarding = default;
        int? count = null, seriesCount = null;
        DateTimeOffset? last = null, seriesLast = null, at = null;
        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "metadata"u8))
            {
                meta.Read(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "type"u8))
            {
                type = JsonWalk.Pooled(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "reason"u8))
            {
                reason = JsonWalk.Pooled(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "message"u8))
            {
                message = JsonWalk.Text(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "involvedObject"u8))
            {
                regarding = ReadRegarding(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "count"u8))
            {
                count = JsonWalk.Number(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "series"u8))
            {
                (seriesCount, seriesLast) = ReadSeries(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "lastTimestamp"u8))
            {
                last = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "eventTime"u8))
            {
                at = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "source"u8))
            {
                source = ReadComponent(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "reportingComponent"u8))
            {
                reporter = JsonWalk.Pooled(ref reader);
            }
            else
            {
                JsonWalk.SkipValue(ref reader);
            }
        }

        return meta.Name.Length == 0 ? null : new EventView(meta.Key(cluster, Kind), meta.Uid, meta.ResourceVersion)
        {
            Type = type ?? "Normal",
            Reason = reason ?? "",
            Message = message ?? "",
            RegardingKind = regarding.Kind ?? "",
            RegardingName = regarding.Name ?? "",
            RegardingUid = regarding.Uid ?? "",
            Count = Math.Max(1, count ?? seriesCount ?? 1),
            At = last ?? seriesLast ?? at ?? meta.CreatedAt ?? default,
            Source = string.IsNullOrEmpty(source) ? reporter ?? "" : source,
        };
    }

    private static (string? Kind, string? Name, string? Uid) ReadRegarding(ref Utf8JsonReader reader)
    {
        string? kind = null, name = null, uid = null;
        if (JsonWalk.EnterObject(ref reader))
        {
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "kind"u8))
                {
                    kind = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "name"u8))
                {
                    name = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "uid"u8))
                {
                    uid = JsonWalk.Pooled(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        return (kind, name, uid);
    }

    private static (int? Count, DateTimeOffset? Last) ReadSeries(ref Utf8JsonReader reader)
    {
        int? count = null;
        DateTimeOffset? last = null;
        if (JsonWalk.EnterObject(ref reader))
        {
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "count"u8))
                {
                    count = JsonWalk.Number(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "lastObservedTime"u8))
                {
                    last = JsonWalk.Time(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        return (count, last);
    }

    private static string? ReadComponent(ref Utf8JsonReader reader)
    {
        string? component = null;
        if (JsonWalk.EnterObject(ref reader))
        {
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "component"u8))
                {
                    component = JsonWalk.Pooled(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        return component;
    }
}
