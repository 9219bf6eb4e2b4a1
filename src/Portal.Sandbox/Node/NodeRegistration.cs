using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Isolation;
using Portal.Sandbox.Node.Limits;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node;

/// <summary>The Node object: what there is to share out, and that the node is ready.</summary>
internal sealed class NodeRegistration(IObjects objects, NodeOptions options, NodeCapacity capacity, IsolationState isolation, ControlGroups groups, TimeProvider time)
{
    /// <summary>Says how far containers are kept apart: <c>root</c>, <c>user</c> or <c>none</c>.</summary>
    public const string IsolationAnnotation = "sandbox.dataportal.dev/isolation";

    /// <summary>Says who enforces limits: <c>kernel</c> (memory and CPU) or <c>watch</c> (memory only).</summary>
    public const string LimitsAnnotation = "sandbox.dataportal.dev/limits";

    public async Task RegisterAsync(CancellationToken ct)
    {
        if (objects.Get(ResourceTypes.Nodes, "", options.Name) is null)
        {
            await objects.CreateAsync(ResourceTypes.Nodes, New(), ct);
        }

        await objects.UpdateAsync(ResourceTypes.Nodes, "", options.Name, status: false, Describe, ct);
        await SetReadyAsync(ready: true, ct);
    }

    /// <summary>Says whether the node takes pods.</summary>
    public async Task SetReadyAsync(bool ready, CancellationToken ct) =>
        await objects.UpdateAsync(ResourceTypes.Nodes, "", options.Name, status: true, node => WriteStatus(node, ready), ct);

    private JsonObject New() => new()
    {
        ["apiVersion"] = ResourceTypes.Nodes.ApiVersion,
        ["kind"] = ResourceTypes.Nodes.Kind,
        ["metadata"] = new JsonObject { ["name"] = options.Name },
        ["spec"] = new JsonObject(),
    };

    private bool Describe(JsonObject node)
    {
        var metadata = node.Child("metadata");
        var labels = metadata.Child("labels");
        labels["kubernetes.io/arch"] = Architecture;
        labels["kubernetes.io/os"] = "linux";
        labels["kubernetes.io/hostname"] = options.Name;
        metadata.Child("annotations")[IsolationAnnotation] = isolation.Level.ToString().ToLowerInvariant();
        metadata.Child("annotations")[LimitsAnnotation] = groups.Available ? "kernel" : "watch";
        return true;
    }

    private static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "amd64" : "arm64";

    private bool WriteStatus(JsonObject node, bool ready)
    {
        var now = Manifest.Stamp(time.GetUtcNow());
        var before = node.Items("status", "conditions").ToDictionary(c => c.Text("type") ?? "", c => c.DeepClone());
        node["status"] = new JsonObject
        {
            ["capacity"] = Resources(),
            ["allocatable"] = Resources(),
            ["conditions"] = new JsonArray(
                [.. NodePressure.Measure(options.Folder).Append(new("Ready", ready, ready ? "KubeletReady" : "KubeletNotReady", ready ? "the sandbox's node is posting ready status" : "the sandbox is stopping"))
                    .Select(c => Condition(c, before.GetValueOrDefault(c.Type), now))]),
            ["addresses"] = new JsonArray(Address("InternalIP", NodeAddress.Loopback), Address("Hostname", options.Name)),
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = Architecture,
                ["operatingSystem"] = "linux",
                ["osImage"] = RuntimeInformation.OSDescription,
                ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                ["containerRuntimeVersion"] = "sandbox://processes",
                ["kubeletVersion"] = "sandbox",
            },
        };
        return true;
    }

    private static JsonObject Condition(NodeCondition condition, JsonNode? before, string now)
    {
        var status = condition.Holds ? "True" : "False";
        return new JsonObject
        {
            ["type"] = condition.Type,
            ["status"] = status,
            ["lastHeartbeatTime"] = now,
            ["lastTransitionTime"] = before.Text("status") == status ? before.Text("lastTransitionTime") : now,
            ["reason"] = condition.Reason,
            ["message"] = condition.Message,
        };
    }

    private JsonObject Resources() => new()
    {
        ["cpu"] = capacity.Cpu.ToString(CultureInfo.InvariantCulture),
        ["memory"] = $"{capacity.Memory / 1024}Ki",
        ["pods"] = capacity.Pods.ToString(CultureInfo.InvariantCulture),
    };

    private static JsonObject Address(string type, string address) => new() { ["type"] = type, ["address"] = address };
}
