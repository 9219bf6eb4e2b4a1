using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Kube.Resources;

/// <summary>Containers of a pod, from its spec (names, order) and its status (what became of them).</summary>
internal static class ContainerDecoder
{
    /// <summary>Reads a list of containers of the spec.</summary>
    public static void ReadSpecs(ref Utf8JsonReader reader, bool init, List<ContainerView> containers)
    {
        if (!JsonWalk.EnterArray(ref reader))
        {
            return;
        }

        while (JsonWalk.NextObject(ref reader))
        {
            string? name = null, image = null;
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "name"u8))
                {
                    name = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "image"u8))
                {
                    image = JsonWalk.Pooled(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }

            if (!string.IsNullOrEmpty(name))
            {
                containers.Add(new ContainerView(name) { Image = image ?? "", Init = init });
            }
        }
    }

    /// <summary>Reads a list of container statuses.</summary>
    public static void ReadStatuses(ref Utf8JsonReader reader, bool init, List<ContainerView> statuses)
    {
        if (!JsonWalk.EnterArray(ref reader))
        {
            return;
        }

        while (JsonWalk.NextObject(ref reader))
        {
            string? name = null, image = null;
            var restarts = 0;
            var state = new ContainerView("");
            while (JsonWalk.NextProperty(ref reader))
            {
                if (JsonWalk.Is(ref reader, "name"u8))
                {
                    name = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "image"u8))
                {
                    image = JsonWalk.Pooled(ref reader);
                }
                else if (JsonWalk.Is(ref reader, "restartCount"u8))
                {
                    restarts = JsonWalk.Number(ref reader) ?? 0;
                }
                else if (JsonWalk.Is(ref reader, "state"u8))
                {
                    state = ReadState(ref reader);
                }
                else
                {
                    JsonWalk.SkipValue(ref reader);
                }
            }

            if (!string.IsNullOrEmpty(name))
            {
                statuses.Add(state with { Name = name, Image = image ?? "", Init = init, RestartCount = restarts });
            }
        }
    }

    /// <summary>The containers of the spec with what the status says of them; a status without a spec counts too.</summary>
    public static IReadOnlyList<ContainerView> Merge(List<ContainerView> specs, List<ContainerView> statuses)
    {
        foreach (var status in statuses)
        {
            var index = specs.FindIndex(s => s.Name == status.Name && s.Init == status.Init);
            if (index < 0)
            {
                specs.Add(status);
            }
            else
            {
                // The spec's image is what was asked for; the status may hold what it was resolved to.
                specs[index] = status with { Image = specs[index].Image.Length > 0 ? specs[index].Image : status.Image };
            }
        }

        return [.. specs.Where(c => c.Init), .. specs.Where(c => !c.Init)];
    }

    /// <summary>Reads <c>{"running":{...}}</c>, <c>{"terminated":{...}}</c> or <c>{"waiting":{...}}</c>.</summary>
    private static ContainerView ReadState(ref Utf8JsonReader reader)
    {
        var view = new ContainerView("");
        if (!JsonWalk.EnterObject(ref reader))
        {
            return view;
        }

        while (JsonWalk.NextProperty(ref reader))
        {
            var state = JsonWalk.Is(ref reader, "running"u8) ? "running"
                : JsonWalk.Is(ref reader, "terminated"u8) ? "terminated"
                : JsonWalk.Is(ref reader, "waiting"u8) ? "waiting"
                : null;
            if (state is null)
            {
                JsonWalk.SkipValue(ref reader);
            }
            else if (JsonWalk.EnterObject(ref reader))
            {
                view = ReadDetails(ref reader, state);
            }
        }

        return view;
    }

    private static ContainerView ReadDetails(ref Utf8JsonReader reader, string state)
    {
        string? reason = null, message = null;
        int? exitCode = null, signal = null;
        DateTimeOffset? started = null, finished = null;
        while (JsonWalk.NextProperty(ref reader))
        {
            if (JsonWalk.Is(ref reader, "reason"u8))
            {
                reason = JsonWalk.Pooled(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "message"u8))
            {
                message = JsonWalk.Text(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "exitCode"u8))
            {
                exitCode = JsonWalk.Number(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "signal"u8))
            {
                signal = JsonWalk.Number(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "startedAt"u8))
            {
                started = JsonWalk.Time(ref reader);
            }
            else if (JsonWalk.Is(ref reader, "finishedAt"u8))
            {
                finished = JsonWalk.Time(ref reader);
            }
            else
            {
                JsonWalk.SkipValue(ref reader);
            }
        }

        return new ContainerView("")
        {
            State = state,
            Reason = reason,
            Message = message,
            ExitCode = exitCode,
            Signal = signal,
            StartedAt = started,
            FinishedAt = finished,
        };
    }
}
