using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>The status of a new pod. Its quality of service follows from what its containers ask for, so this comes after all defaults.</summary>
public sealed class PodStart : IAdmissionStep
{
    private static readonly string[] Counted = ["cpu", "memory"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type == ResourceTypes.Pods && request.Operation == AdmissionOperation.Create && request.Object["spec"] is JsonObject spec)
        {
            request.Object["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
        }
    }

    private static string QualityOfService(JsonObject spec)
    {
        var all = spec.Items("containers").Concat(spec.Items("initContainers"))
            .SelectMany(c => Counted.Select(r => (Request: Amount(c, "requests", r), Limit: Amount(c, "limits", r)))).ToList();
        return all.TrueForAll(a => a.Request == 0 && a.Limit == 0) ? "BestEffort"
            : all.TrueForAll(a => a.Limit > 0 && a.Limit == a.Request) ? "Guaranteed"
            : "Burstable";
    }

    private static decimal Amount(JsonObject container, string kind, string resource) =>
        Quantity.TryParse(container.At("resources", kind, resource).Scalar(), out var amount) ? amount : 0;
}
