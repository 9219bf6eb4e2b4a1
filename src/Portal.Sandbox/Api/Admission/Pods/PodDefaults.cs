using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>What Kubernetes fills into a new pod before anything else looks at it.</summary>
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
        foreach (var container in Containers(spec))
        {
            container["resources"] ??= new JsonObject();
            RequestLimits(container);
            container["terminationMessagePath"] ??= "/dev/termination-log";
            container["terminationMessagePolicy"] ??= "File";
            container["imagePullPolicy"] ??= ((string?)container["image"] ?? "") is var image && (image.EndsWith(":latest", StringComparison.Ordinal) || !HasTag(image)) ? "Always" : "IfNotPresent";
        }
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
}
