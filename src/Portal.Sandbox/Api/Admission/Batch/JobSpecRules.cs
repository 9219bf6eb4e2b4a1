using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission.Pods;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What is wrong with the spec of a Job, or of the jobs that a CronJob makes, in Kubernetes' words.</summary>
internal static class JobSpecRules
{
    private const long MaxIndexed = 100_000;

    private static readonly string[] NotNegative =
    [
        "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes",
    ];

    public static IEnumerable<FieldError> Check(JsonObject spec, string path) =>
    [
        .. NotNegative.SelectMany(f => NonNegative(spec, path, f)),
        .. Indexes(spec, path),
        .. spec["podFailurePolicy"] is { } failure ? PodFailurePolicyRules.Check(failure, spec, path + ".podFailurePolicy") : [],
        .. spec["successPolicy"] is { } success ? SuccessPolicyRules.Check(success, spec, path + ".successPolicy") : [],
        .. Replacement(spec, path + ".podReplacementPolicy"),
        .. PodRules.Check(spec.At("template", "spec") as JsonObject ?? [], path + ".template.spec"),
        .. Restart(spec, path + ".template.spec.restartPolicy"),
    ];

    public static IEnumerable<FieldError> NonNegative(JsonObject spec, string path, string field) =>
        spec.Whole(field) is { } value && value < 0 ? [FieldError.Invalid($"{path}.{field}", value, "must be greater than or equal to 0")] : [];

    private static IEnumerable<FieldError> Indexes(JsonObject spec, string path)
    {
        var mode = spec.Text("completionMode") ?? "NonIndexed";
        if (mode is not ("NonIndexed" or "Indexed"))
        {
            yield return FieldError.NotSupported(path + ".completionMode", mode, "NonIndexed", "Indexed");
        }
        if (mode == "Indexed")
        {
            if (spec["completions"] is null)
            {
                yield return FieldError.Required(path + ".completions", "when completion mode is Indexed");
            }
            if (spec.Whole("parallelism") is { } parallelism && parallelism > MaxIndexed)
            {
                yield return FieldError.Invalid(path + ".parallelism", parallelism, $"must be less than or equal to {MaxIndexed} when completion mode is Indexed");
            }
            if (spec.Whole("maxFailedIndexes") is { } most && most > spec.Whole("completions"))
            {
                yield return FieldError.Invalid(path + ".maxFailedIndexes", most, "must be less than or equal to completions");
            }
        }
        else
        {
            foreach (var field in (string[])["backoffLimitPerIndex", "maxFailedIndexes"])
            {
                if (spec.Whole(field) is { } value)
                {
                    yield return FieldError.Invalid($"{path}.{field}", value, "requires indexed completion mode");
                }
            }
        }
        if (spec["maxFailedIndexes"] is not null && spec["backoffLimitPerIndex"] is null)
        {
            yield return FieldError.Required(path + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }
    }

    private static IEnumerable<FieldError> Replacement(JsonObject spec, string path)
    {
        var policy = spec.Text("podReplacementPolicy");
        string[] allowed = spec["podFailurePolicy"] is null ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
        return policy is null || allowed.Contains(policy, StringComparer.Ordinal) ? [] : [FieldError.NotSupported(path, policy, allowed)];
    }

    private static IEnumerable<FieldError> Restart(JsonObject spec, string path) => spec.Text("template", "spec", "restartPolicy") switch
    {
        null or "" or "Always" => [FieldError.Required(path, "valid values: \"OnFailure\", \"Never\"")],
        "OnFailure" when spec["podFailurePolicy"] is not null => [FieldError.Invalid(path, "OnFailure", "only \"Never\" is supported when podFailurePolicy is specified")],
        "OnFailure" or "Never" => [],
        var other => [FieldError.NotSupported(path, other, "OnFailure", "Never")],
    };
}
