using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission.Pods;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What is wrong with a job's <c>podFailurePolicy</c>.</summary>
internal static class PodFailurePolicyRules
{
    private static readonly string[] Actions = ["Count", "FailIndex", "FailJob", "Ignore"];
    private static readonly string[] Operators = ["In", "NotIn"];
    private static readonly string[] Statuses = ["False", "True", "Unknown"];

    public static IEnumerable<FieldError> Check(JsonNode policy, JsonObject spec, string path)
    {
        var names = spec.At("template", "spec") is JsonObject pod ? PodSpecDefaults.Containers(pod).Select(c => c.Text("name") ?? "").ToHashSet(StringComparer.Ordinal) : [];
        return policy.Items("rules").SelectMany((rule, i) => Rule(rule, spec, $"{path}.rules[{i}]", names));
    }

    private static IEnumerable<FieldError> Rule(JsonObject rule, JsonObject spec, string path, HashSet<string> containers)
    {
        foreach (var error in OneOf(path + ".action", rule.Text("action"), Actions))
        {
            yield return error;
        }
        if (rule.Text("action") == "FailIndex" && spec["backoffLimitPerIndex"] is null)
        {
            yield return FieldError.Invalid(path + ".action", "FailIndex", "requires the backoffLimitPerIndex to be set");
        }
        var (codes, conditions) = (rule["onExitCodes"], rule.Items("onPodConditions").ToList());
        foreach (var error in codes is null ? [] : ExitCodes(codes, path + ".onExitCodes", containers))
        {
            yield return error;
        }
        foreach (var error in conditions.SelectMany((c, i) => OneOf($"{path}.onPodConditions[{i}].status", c.Text("status"), Statuses)))
        {
            yield return error;
        }
        if (codes is not null == conditions.Count > 0)
        {
            yield return new FieldError(
                "FieldValueInvalid",
                path,
                $"Invalid value: specifying {(codes is null ? "one of OnExitCodes and OnPodConditions is required" : "both OnExitCodes and OnPodConditions is not supported")}");
        }
    }

    private static IEnumerable<FieldError> ExitCodes(JsonNode codes, string path, HashSet<string> containers)
    {
        foreach (var error in OneOf(path + ".operator", codes.Text("operator"), Operators))
        {
            yield return error;
        }
        if (codes.Text("containerName") is { } name && !containers.Contains(name))
        {
            yield return FieldError.Invalid(path + ".containerName", name, "must be one of the container or initContainer names in the pod template");
        }
        var values = codes.At("values") is JsonArray list ? list.Select(v => v.Whole() ?? 0).ToList() : [];
        if (values.Count == 0)
        {
            yield return FieldError.Invalid(path + ".values", null, "at least one value is required");
        }
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] == 0 && codes.Text("operator") == "In")
            {
                yield return FieldError.Invalid($"{path}.values[{i}]", 0, "must not be 0 for the In operator");
            }
            if (values.IndexOf(values[i]) < i)
            {
                yield return new FieldError("FieldValueDuplicate", $"{path}.values[{i}]", $"Duplicate value: {values[i]}");
            }
        }
        if (!values.SequenceEqual(values.Order()))
        {
            yield return FieldError.Invalid(path + ".values", codes.At("values")!.DeepClone(), "must be ordered");
        }
    }

    private static IEnumerable<FieldError> OneOf(string path, string? value, string[] allowed) =>
        string.IsNullOrEmpty(value) ? [FieldError.Required(path, $"valid values: [{string.Join(' ', allowed.Select(a => $"\"{a}\""))}]")]
        : allowed.Contains(value, StringComparer.Ordinal) ? []
        : [FieldError.NotSupported(path, value, allowed)];
}
