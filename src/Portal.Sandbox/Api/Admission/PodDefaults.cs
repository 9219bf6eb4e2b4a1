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
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30L;
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["serviceAccountName"] ??= spec["serviceAccount"]?.DeepClone() ?? "default";
        spec["serviceAccount"] = spec["serviceAccountName"]!.DeepClone();
        spec["securityContext"] ??= new JsonObject();
        spec["schedulerName"] ??= "default-scheduler";
        spec["enableServiceLinks"] ??= true;
        spec["priority"] ??= 0L;
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
        foreach (var container in Containers(spec))
        {
            container["resources"] ??= new JsonObject();
            RequestLimits(container);
            container["terminationMessagePath"] ??= "/dev/termination-log";
            container["terminationMessagePolicy"] ??= "File";
            container["imagePullPolicy"] ??= ((string?)container["image"] ?? "") is var image && (image.EndsWith(":latest", StringComparison.Ordinal) || !HasTag(image)) ? "Always" : "IfNotPresent";
        }
        request.Object["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool HasTag(string image) => image.AsSpan(image.LastIndexOf('/') + 1).ContainsAny(':', '@');

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
        var all = Containers(spec).Select(c => (Requests: c["resources"]?["requests"] as JsonObject ?? [], Limits: c["resources"]?["limits"] as JsonObject ?? [])).ToList();
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
