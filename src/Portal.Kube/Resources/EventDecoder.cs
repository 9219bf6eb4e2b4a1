using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>Events of core/v1. Newer reporters leave count and lastTimestamp empty and use eventTime, series and reportingComponent.</summary>
internal sealed class EventDecoder() : ViewDecoder<EventView, EventDecoder.Parts>(ResourceKind.Event)
{
    internal struct Parts : IViewParts<EventView>
    {
        private string? _type, _reason, _message, _source, _reporter;
        private (string? Kind, string? Name, string? Uid) _regarding;
        private int? _count, _seriesCount;
        private DateTimeOffset? _last, _seriesLast, _at;

        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (JsonWalk.Is(ref reader, "type"u8))
            {
                _type = JsonWalk.Pooled(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "reason"u8))
            {
                _reason = JsonWalk.Pooled(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "message"u8))
            {
                _message = JsonWalk.Text(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "involvedObject"u8))
            {
                _regarding = ReadRegarding(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "count"u8))
            {
                _count = JsonWalk.Number(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "series"u8))
            {
                (_seriesCount, _seriesLast) = ReadSeries(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "lastTimestamp"u8))
            {
                _last = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "eventTime"u8))
            {
                _at = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "source"u8))
            {
                _source = JsonWalk.Member(ref reader, "component"u8);
            }
            else if (JsonWalk.Is(ref reader, "reportingComponent"u8))
            {
                _reporter = JsonWalk.Pooled(ref reader);
            }
            else
            {
                return false;
            }

            return true;
        }

        public readonly EventView ToView(ResourceKey key, in Metadata meta) => new(key, meta.Uid, meta.ResourceVersion)
        {
            Type = _type ?? "Normal",
            Reason = _reason ?? "",
            Message = _message ?? "",
            RegardingKind = _regarding.Kind ?? "",
            RegardingName = _regarding.Name ?? "",
            RegardingUid = _regarding.Uid ?? "",
            Count = Math.Max(1, _count ?? _seriesCount ?? 1),
            At = _last ?? _seriesLast ?? _at ?? meta.CreatedAt ?? default,
            Source = string.IsNullOrEmpty(_source) ? _reporter ?? "" : _source,
        };

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
    }
}
