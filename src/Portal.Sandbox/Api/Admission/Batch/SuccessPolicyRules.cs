using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What is wrong with an Indexed job's <c>successPolicy</c>.</summary>
internal static partial class SuccessPolicyRules
{
    public static IEnumerable<FieldError> Check(JsonNode policy, JsonObject spec, string path)
    {
        if (spec.Text("completionMode") != "Indexed")
        {
            return [FieldError.Invalid(path, policy.DeepClone(), "requires indexed completion mode")];
        }
        var rules = policy.Items("rules").ToList();
        return rules.Count == 0
            ? [FieldError.Required(path + ".rules", "at least one rules must be specified when the successPolicy is specified")]
            : rules.SelectMany((r, i) => Rule(r, spec.Whole("completions") ?? 0, $"{path}.rules[{i}]"));
    }

    private static IEnumerable<FieldError> Rule(JsonObject rule, long completions, string path)
    {
        var (count, indexes) = (rule.Whole("succeededCount"), rule.Text("succeededIndexes"));
        if (count is null && indexes is null)
        {
            yield return FieldError.Required(path, "at least one of succeededCount or succeededIndexes must be specified");
        }
        if (indexes is not null && !Indexes().IsMatch(indexes))
        {
            yield return FieldError.Invalid(path + ".succeededIndexes", indexes, $"error parsing succeededIndexes: cannot convert string to integer for index: \"{indexes}\"");
        }
        if (count < 0)
        {
            yield return FieldError.Invalid(path + ".succeededCount", count, "must be greater than or equal to 0");
        }
        if (count > completions)
        {
            yield return FieldError.Invalid(path + ".succeededCount", count, $"must be less than or equal to {completions} (the number of specified completions)");
        }
    }

    [GeneratedRegex(@"^(\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Indexes();
}
