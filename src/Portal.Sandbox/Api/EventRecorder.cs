using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>Records events as Kubernetes' components do: the same event again raises the count of the one that is there.</summary>
internal sealed class EventRecorder(Objects objects, TimeProvider clock)
{
    /// <summary>Events that can still be counted up; when there are more, all start anew.</summary>
    private const int Remembered = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Uid, string Type, string Reason, string Message, string Component), string> _names = [];

    public async ValueTask RecordAsync(JsonObject regarding, string eventType, string reason, string message, string component, CancellationToken ct)
    {
        var metadata = ObjectMeta.Of(regarding);
        var (ns, subject) = ((string?)metadata["namespace"] ?? "default", (string?)metadata["name"] ?? "");
        var key = ((string?)metadata["uid"] ?? "", eventType, reason, message, component);
        var now = ObjectMeta.Time(clock.GetUtcNow());
        if (NameOf(key) is { } known && await CountUpAsync(ns, known, now, ct))
        {
            return;
        }
        var name = $"{subject}.{Guid.NewGuid().ToString("N")[..16]}";
        var obj = new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["involvedObject"] = Reference(regarding, metadata),
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = eventType,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        };
        await objects.CreateAsync(ResourceTypes.Events, obj, ct);
        Remember(key, name);
    }

    private async ValueTask<bool> CountUpAsync(string ns, string name, string now, CancellationToken ct)
    {
        var counted = await objects.UpdateAsync(
            ResourceTypes.Events,
            ns,
            name,
            status: false,
            e =>
            {
                e["count"] = ((long?)e["count"] ?? 0) + 1;
                e["lastTimestamp"] = now;
                return true;
            },
            ct);
        return counted is not null;
    }

    private static JsonObject Reference(JsonObject regarding, JsonObject metadata)
    {
        var reference = new JsonObject { ["kind"] = (string?)regarding["kind"], ["apiVersion"] = (string?)regarding["apiVersion"] };
        foreach (var key in (ReadOnlySpan<string>)["namespace", "name", "uid", "resourceVersion"])
        {
            if (metadata[key] is { } value)
            {
                reference[key] = value.DeepClone();
            }
        }
        return reference;
    }

    private string? NameOf((string, string, string, string, string) key)
    {
        lock (_lock)
        {
            return _names.GetValueOrDefault(key);
        }
    }

    private void Remember((string, string, string, string, string) key, string name)
    {
        lock (_lock)
        {
            if (_names.Count >= Remembered)
            {
                _names.Clear();
            }
            _names[key] = name;
        }
    }
}
