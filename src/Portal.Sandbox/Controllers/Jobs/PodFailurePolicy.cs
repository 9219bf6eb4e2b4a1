using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary><c>spec.podFailurePolicy</c>: the first rule that a failed pod meets says what its failure means.</summary>
internal sealed class PodFailurePolicy(JsonNode policy)
{
    /// <returns>What a pod's failure means; null when no rule is about it, and it counts.</returns>
    public FailureVerdict? Match(JobPod pod)
    {
        var index = -1;
        foreach (var rule in policy.Items("rules"))
        {
            index++;
            var action = rule.Text("action") ?? "Count";
            if (rule.At("onExitCodes") is { } codes)
            {
                if (pod.Statuses.FirstOrDefault(s => Matches(codes, s)) is { } status)
                {
                    var code = status.Whole("state", "terminated", "exitCode");
                    return new(action, $"Container {status.Text("name")} for pod {pod.Object.Namespace()}/{pod.Name} failed with exit code {code} matching {action} rule at index {index}");
                }
            }
            else if (pod.Conditions.FirstOrDefault(c => rule.Items("onPodConditions").Any(p => Matches(p, c))) is { } condition)
            {
                return new(action, $"Pod {pod.Object.Namespace()}/{pod.Name} has condition {condition.Text("type")} matching {action} rule at index {index}");
            }
        }

        return null;
    }

    private static bool Matches(JsonNode codes, JsonObject status)
    {
        if (status.Whole("state", "terminated", "exitCode") is not { } code || code == 0
            || (codes.Text("containerName") is { } name && name != status.Text("name")))
        {
            return false;
        }

        var listed = codes.At("values") is JsonArray values && values.Any(v => v.Whole() == code);
        return codes.Text("operator") == "NotIn" ? !listed : listed;
    }

    private static bool Matches(JsonObject pattern, JsonObject condition) =>
        pattern.Text("type") == condition.Text("type") && (pattern.Text("status") ?? "True") == condition.Text("status");
}
