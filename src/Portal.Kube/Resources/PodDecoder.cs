using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

internal sealed class PodDecoder() : ViewDecoder<PodView, PodDecoder.Parts>(ResourceKind.Pod)
{
    internal struct Parts() : IViewParts<PodView>
    {
        private Spec _spec = new();
        private Status _status = new();

        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (JsonWalk.Is(ref reader, "spec"u8))
            {
                _spec.Read(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "status"u8))
            {
                _status.Read(ref reader);
            }
            else
            {
                return false;
            }

            return true;
        }

        public readonly PodView ToView(ResourceKey key, in Metadata meta) => new(key, meta.Uid, meta.ResourceVersion)
        {
            Labels = meta.Labels,
            CreatedAt = meta.CreatedAt ?? default,
            DeletionTimestamp = meta.DeletionTimestamp,
            RestartPolicy = _spec.RestartPolicy ?? "Always",
            Node = _spec.Node,
            Phase = _status.Phase ?? "Pending",
            Reason = _status.Reason,
            Message = _status.Message,
            StartedAt = _status.StartedAt,
            ScheduledAt = _status.ScheduledAt,
            UnschedulableMessage = _status.UnschedulableMessage,
            Containers = ContainerDecoder.Merge(_spec.Containers, _status.Containers),
        };
    }

    private struct Spec()
    {
        public readonly List<ContainerView> Containers = [];
        public string? Node;
        public string? RestartPolicy;

        public void Read(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.EnterObject(ref reader))
            {
                return;
            }

            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "nodeName"u8))
                {
                    Node = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "restartPolicy"u8))
                {
                    RestartPolicy = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "initContainers"u8))
                {
                    ContainerDecoder.ReadSpecs(ref reader, init: true, Containers);
                }
                else if (JsonWalk.Is(ref reader, "containers"u8))
                {
                    ContainerDecoder.ReadSpecs(ref reader, init: false, Containers);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }
    }

    private struct Status()
    {
        public readonly List<ContainerView> Containers = [];
        public string? Phase;
        public string? Reason;
        public string? Message;
        public DateTimeOffset? StartedAt;
        public DateTimeOffset? ScheduledAt;
        public string? UnschedulableMessage;

        public void Read(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.EnterObject(ref reader))
            {
                return;
            }

            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "phase"u8))
                {
                    Phase = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "reason"u8))
                {
                    Reason = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "message"u8))
                {
                    Message = JsonWalk.Text(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "startTime"u8))
                {
                    StartedAt = JsonWalk.Time(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "conditions"u8))
                {
                    ReadConditions(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "initContainerStatuses"u8))
                {
                    ContainerDecoder.ReadStatuses(ref reader, init: true, Containers);
                }
                else if (JsonWalk.Is(ref reader, "containerStatuses"u8))
                {
                    ContainerDecoder.ReadStatuses(ref reader, init: false, Containers);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }
        }

        private void ReadConditions(ref Utf8JsonReader reader)
        {
            if (!JsonWalk.EnterArray(ref reader))
            {
                return;
            }

            while (JsonWalk.NextObject(ref reader))
            {
                string? type = null, value = null, message = null;
                DateTimeOffset? since = null;
                while (JsonWalk.NextProperty(ref reader))
                {
                    if (JsonWalk.Is(ref reader, "type"u8))
                    {
                        type = JsonWalk.Pooled(ref reader);
                    }
                    else if (JsonWalk.Is(ref reader, "status"u8))
                    {
                        value = JsonWalk.Pooled(ref reader);
                    }
                    else if (JsonWalk.Is(ref reader, "message"u8))
                    {
                        message = JsonWalk.Pooled(ref reader);
                    }
                    else if (JsonWalk.Is(ref reader, "lastTransitionTime"u8))
                    {
                        since = JsonWalk.Time(ref reader);
                    }
                    else
                    {
                        JsonWalk.SkipValue(ref reader);
                    }
                }

                if (type == "PodScheduled")
                {
                    ScheduledAt = value == "True" ? since : null;
                    UnschedulableMessage = value == "False" ? message : null;
                }
            }
        }
    }
}
