using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Admission.Quotas;

/// <summary>What the scopes of quotas ask of a pod.</summary>
/// <param name="IsTerminating">It has a deadline.</param>
/// <param name="IsBestEffort">It asks for nothing.</param>
/// <param name="PriorityClass">Name of its priority class; may be empty.</param>
/// <param name="HasForeignAffinity">Its affinity looks at other namespaces.</param>
internal sealed record PodTraits(bool IsTerminating, bool IsBestEffort, string PriorityClass, bool HasForeignAffinity)
{
    public static PodTraits Of(JsonObject pod) => new(
        pod.Whole("spec", "activeDeadlineSeconds") >= 0,
        pod.Text("status", "qosClass") == "BestEffort",
        pod.Text("spec", "priorityClassName") ?? "",
        LooksAtOthers(pod.At("spec", "affinity", "podAffinity")) || LooksAtOthers(pod.At("spec", "affinity", "podAntiAffinity")));

    private static bool LooksAtOthers(JsonNode? affinity) =>
        affinity.Items("requiredDuringSchedulingIgnoredDuringExecution")
            .Concat(affinity.Items("preferredDuringSchedulingIgnoredDuringExecution").Select(p => p["podAffinityTerm"]).OfType<JsonObject>())
            .Any(term => term["namespaces"] is JsonArray { Count: > 0 } || term["namespaceSelector"] is not null);
}
