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
        PodSpecDefaults.Apply(spec);
        spec["serviceAccountName"] ??= spec["serviceAccount"]?.DeepClone() ?? "default";
        spec["serviceAccount"] = spec["serviceAccountName"]!.DeepClone();
        spec["enableServiceLinks"] ??= true;
        foreach (var container in PodSpecDefaults.Containers(spec))
        {
            RequestLimits(container);
        }
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
}
