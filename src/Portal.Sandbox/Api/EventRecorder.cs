using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>Records events as Kubernetes' components do: the same event again raises the count of the one that is there.</summary>
/// <param name="objects">Where events go.</param>
/// <param name="clock">What time it is.</param>
/// <param name="host">Name of the machine, as nodes and schedulers report it.</param>
internal sealed class EventRecorder(Objects objects, TimeProvider clock, string host)
{
    /// <summary>Events that can still be counted up; when there are more, all start anew.</summary>
    private const int Remembered = 4096;
    private const string Scheduler = "default-scheduler";
    private const string Kubelet = "kubelet";

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
        };
        if (component == Scheduler)
        {
            DescribeNew(obj, eventType, reason == "Scheduled" ? "Binding" : "Scheduling", component);
        }
        else
        {
            DescribeOld(obj, eventType, component, component == Kubelet ? (string?)regarding["spec"]?["nodeName"] ?? host : "", now);
        }
        await objects.CreateAsync(ResourceTypes.Events, obj, ct);
        Remember(key, name);
    }

    /// <summary>In the form of events.k8s.io, which the scheduler writes.</summary>
    private void DescribeNew(JsonObject obj, string eventType, string action, string component)
    {
        obj["source"] = new JsonObject();
        (obj["firstTimestamp"], obj["lastTimestamp"]) = (null, null);
        obj["type"] = eventType;
        obj["eventTime"] = MicroTime();
        obj["action"] = action;
        obj["reportingComponent"] = component;
        obj["reportingInstance"] = $"{component}-{host}";
    }

    /// <summary>In the form of the core group, which nodes and most controllers write.</summary>
    private static void DescribeOld(JsonObject obj, string eventType, string component, string host, string now)
    {
        obj["source"] = host.Length == 0 ? new JsonObject { ["component"] = component } : new JsonObject { ["component"] = component, ["host"] = host };
        (obj["firstTimestamp"], obj["lastTimestamp"]) = (now, now);
        obj["count"] = 1;
        obj["type"] = eventType;
        obj["eventTime"] = null;
        obj["reportingComponent"] = component;
        obj["reportingInstance"] = host;
    }

    private string MicroTime() => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private async ValueTask<bool> CountUpAsync(string ns, string name, string now, CancellationToken ct)
    {
        var counted = await objects.UpdateAsync(
            ResourceTypes.Events,
            ns,
            name,
            status: false,
            e =>
            {
                if (e["count"] is not null)
                {
                    e["count"] = (long)e["count"]! + 1;
                    e["lastTimestamp"] = now;
                }
                else
                {
                    e["series"] = new JsonObject { ["count"] = ((long?)e["series"]?["count"] ?? 1) + 1, ["lastObservedTime"] = MicroTime() };
                }
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
        if (regarding["fieldPath"] is { } path)
        {
            reference["fieldPath"] = path.DeepClone();
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
