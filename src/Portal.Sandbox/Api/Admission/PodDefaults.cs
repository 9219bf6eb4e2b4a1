using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>What Kubernetes fills into a new pod. The service account's token is the node's to mount, so no volume is added for it.</summary>
public sealed class PodDefaults : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Pods || request.Operation != AdmissionOperation.Create || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        PodSpecDefaults.Apply(spec);
        spec["serviceAccountName"] ??= spec["serviceAccount"]?.DeepClone() ?? "default";
        spec["serviceAccount"] = spec["serviceAccountName"]!.DeepClone();
        spec["enableServiceLinks"] ??= true;
        spec["priority"] ??= 0L;
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
        foreach (var container in PodSpecDefaults.Containers(spec))
        {
            RequestLimits(container);
        }
        request.Object["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
    }

    /// <summary>What has a limit and no request asks for its limit.</summary>
    private static void RequestLimits(JsonObject container)
    {
        if (container["resources"]?["limits"] is not JsonObject limits)
        {
            return;
        }
        var requests = container["resources"]!["requests"] as JsonObject;
        if (requests is null)
        {
            container["resources"]!["requests"] = requests = [];
        }
        foreach (var (resource, amount) in limits)
        {
            requests[resource] ??= amount?.DeepClone();
        }
    }

    private static string QualityOfService(JsonObject spec)
    {
        var all = PodSpecDefaults.Containers(spec).Select(c => (Requests: c["resources"]?["requests"] as JsonObject ?? [], Limits: c["resources"]?["limits"] as JsonObject ?? [])).ToList();
        if (all.TrueForAll(c => Counted(c.Requests) + Counted(c.Limits) == 0))
        {
            return "BestEffort";
        }
        return all.TrueForAll(c => Counted(c.Limits) == 2 && JsonNode.DeepEquals(c.Limits["cpu"], c.Requests["cpu"]) && JsonNode.DeepEquals(c.Limits["memory"], c.Requests["memory"]))
            ? "Guaranteed"
            : "Burstable";
    }

    private static int Counted(JsonObject amounts) => (amounts.ContainsKey("cpu") ? 1 : 0) + (amounts.ContainsKey("memory") ? 1 : 0);
}
