using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>
/// <c>status.qosClass</c>: Guaranteed when all containers have limits for both resources and ask for as much, BestEffort when none asks for anything.
/// </summary>
internal static class QualityOfService
{
    private static readonly string[] Resources = ["cpu", "memory"];

    public static string Of(JsonObject pod)
    {
        var containers = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).ToList();
        if (containers.TrueForAll(c => Array.TrueForAll(Resources, r => Amount(c, "limits", r) is null && Amount(c, "requests", r) is null)))
        {
            return "BestEffort";
        }

        var guaranteed = containers.TrueForAll(c => Array.TrueForAll(
            Resources, r => Amount(c, "limits", r) is { } limit && (Amount(c, "requests", r) ?? limit) == limit));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static decimal? Amount(JsonObject container, string bound, string resource) =>
        Quantity.TryParse(container.At("resources", bound, resource).Scalar(), out var amount) && amount > 0 ? amount : null;
}
