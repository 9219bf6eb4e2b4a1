using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>A new pod stays five minutes on a node that is not ready or cannot be reached, unless it says otherwise.</summary>
public sealed class PodTolerations : IAdmissionStep
{
    private const long Seconds = 300;
    private static readonly string[] Taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Pods || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0 || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        foreach (var taint in Taints.Where(taint => !spec.Items("tolerations").Any(t => Tolerates(t, taint))))
        {
            spec.List("tolerations").Add(new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = Seconds });
        }
    }

    private static bool Tolerates(JsonObject toleration, string taint) =>
        (toleration.Text("key") is not { Length: > 0 } key || key == taint) && toleration.Text("effect") is null or "" or "NoExecute";
}
