using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>A pod's status at one moment, field for field as kubelet writes it.</summary>
internal sealed class PodStatus
{
    private static readonly string[] Order = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    private readonly JsonObject[] _init;
    private readonly JsonObject[] _main;
    private readonly string[] _uninitialized;
    private readonly string[] _unready;
    private readonly bool _hasEnded;
    private readonly bool _hasStarted;

    /// <summary>Takes down how things are now; what becomes of the containers afterwards does not change it.</summary>
    public PodStatus(PodUnits units, string phase)
    {
        Phase = phase;
        var waitsFor = units.Init.Count > 0 ? "PodInitializing" : "ContainerCreating";
        _init = [.. units.Init.Select(u => ContainerStatus.Of(u, waitsFor))];
        _main = [.. units.Main.Select(u => ContainerStatus.Of(u, waitsFor))];
        _uninitialized = [.. units.Init.Where(u => u.IsSidecar ? !u.HasStarted : !u.Succeeded).Select(u => u.Name)];
        _hasStarted = units.All.Any(u => u.HasStarted);
        _hasEnded = units.All.Any(u => u.Terminated is not null || u.LastTerminated is not null);
        _unready = [.. units.Init.Where(u => u.IsSidecar).Concat(units.Main).Where(u => u.Running is null).Select(u => u.Name)];
    }

    public string Phase { get; }

    /// <summary>When the node took the pod.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Whether its volumes are there, and its containers not all over.</summary>
    public required bool IsPrepared { get; init; }

    /// <summary>Why the pod as a whole failed; null for nothing that its containers do not tell.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>Edits the status of <paramref name="pod"/> in place.</summary>
    /// <returns>False when it is so already.</returns>
    public bool Apply(JsonObject pod, DateTimeOffset now)
    {
        var before = pod["status"] as JsonObject;
        var status = Build(pod, before, Manifest.Stamp(now));
        if (JsonNode.DeepEquals(before, status))
        {
            return false;
        }

        pod["status"] = status;
        return true;
    }

    private JsonObject Build(JsonObject pod, JsonObject? before, string now)
    {
        var status = before?.DeepClone().AsObject() ?? [];
        if (pod.Whole("metadata", "generation") is { } generation)
        {
            status["observedGeneration"] = generation;
        }

        status["phase"] = Phase;
        status["conditions"] = Conditions(before, now);
        Put(status, "reason", Reason);
        Put(status, "message", Message);
        status["hostIP"] = NodeAddress.Loopback;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = NodeAddress.Loopback });
        if (IsPrepared)
        {
            status["podIP"] = NodeAddress.Loopback;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = NodeAddress.Loopback });
        }

        status["startTime"] = Manifest.Stamp(StartTime);
        if (_init.Length > 0)
        {
            status["initContainerStatuses"] = Copy(_init);
        }

        status["containerStatuses"] = Copy(_main);
        status["resources"] = PodResources.Of(pod, _hasEnded || pod.Terminating());
        if (_hasStarted && PodResources.Sum(pod, "requests") is { } requests)
        {
            status["allocatedResources"] = requests;
        }

        status["qosClass"] = QualityOfService.Of(pod);
        return status;
    }

    private static JsonArray Copy(JsonObject[] statuses) => new([.. statuses.Select(s => s.DeepClone())]);

    private static void Put(JsonObject status, string name, string? value)
    {
        if (value is null)
        {
            status.Remove(name);
        }
        else
        {
            status[name] = value;
        }
    }

    private JsonArray Conditions(JsonObject? before, string now)
    {
        var known = before.Items("conditions").ToDictionary(c => c.Text("type") ?? "", c => c.DeepClone().AsObject());
        Set("PodReadyToStartContainers", IsPrepared, null, null);
        var incomplete = $"containers with incomplete status: [{string.Join(' ', _uninitialized)}]";
        Set("Initialized", _uninitialized.Length == 0, Over("ContainersNotInitialized", whenTrue: true), incomplete);
        var ready = _unready.Length == 0 && _uninitialized.Length == 0;
        var notReady = $"containers with unready status: [{string.Join(' ', _unready)}]";
        Set("Ready", ready, Over("ContainersNotReady", whenTrue: false), notReady);
        Set("ContainersReady", ready, Over("ContainersNotReady", whenTrue: false), notReady);
        return new JsonArray([.. known.Values.OrderBy(c => Array.IndexOf(Order, c.Text("type")) is >= 0 and var at ? at : Order.Length)]);

        void Set(string type, bool holds, string? reason, string? message)
        {
            // After the end, the reason says it all, and what held goes on to hold with it.
            var ended = reason is "PodCompleted" or "PodFailed";
            var explains = reason is not null && (!holds || (reason == "PodCompleted" && type == "Initialized"));
            known[type] = Condition(known.GetValueOrDefault(type), type, holds, explains ? reason : null, explains && !ended ? message : null, now);
        }
    }

    /// <summary>Reason of a condition that does not hold, or after success of one that does.</summary>
    private string? Over(string otherwise, bool whenTrue) => Phase switch
    {
        "Succeeded" => "PodCompleted",
        "Failed" when !whenTrue => "PodFailed",
        _ => otherwise,
    };

    private static JsonObject Condition(JsonObject? before, string type, bool holds, string? reason, string? message, string now)
    {
        var status = holds ? "True" : "False";
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = before.Text("status") == status ? before.Text("lastTransitionTime") ?? now : now,
        };
        Put(condition, "reason", reason);
        Put(condition, "message", message);
        return condition;
    }
}
