using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission.Quotas;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Limits;

/// <summary>What Kubernetes fills into the limits of containers: the default from the maximum, the default request from the default or the minimum.</summary>
public sealed class LimitRangeDefaults : IAdmissionStep
{
    private static readonly string[] Bounds = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.LimitRanges || request.Operation == AdmissionOperation.Delete)
        {
            return;
        }
        foreach (var limit in request.Object.Items("spec", "limits"))
        {
            foreach (var bound in Bounds.Where(b => limit[b] is JsonObject))
            {
                limit[bound] = QuotaRules.Canonical(limit[bound]!.AsObject());
            }
            if (limit.Text("type") == "Container")
            {
                Fill(limit, "default", limit["max"]);
                Fill(limit, "defaultRequest", limit["default"]);
                Fill(limit, "defaultRequest", limit["min"]);
            }
        }
    }

    private static void Fill(JsonObject limit, string field, JsonNode? from)
    {
        foreach (var (name, amount) in from as JsonObject ?? [])
        {
            limit.Child(field)[name] ??= amount?.DeepClone();
        }
    }
}
