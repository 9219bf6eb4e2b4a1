using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>Fields of Jobs and CronJobs are of the types that everything else relies on. Runs before the defaults.</summary>
public sealed class JobShape : IAdmissionStep
{
    private static readonly string[] JobNumbers =
    [
        "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "backoffLimitPerIndex", "maxFailedIndexes", "ttlSecondsAfterFinished",
    ];

    private static readonly string[] JobFlags = ["suspend", "manualSelector"];
    private static readonly string[] JobTexts = ["completionMode", "podReplacementPolicy", "managedBy"];
    private static readonly string[] JobObjects = ["template", "selector", "podFailurePolicy", "successPolicy"];
    private static readonly string[] CronNumbers = ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"];
    private static readonly string[] CronTexts = ["schedule", "timeZone", "concurrencyPolicy"];

    public void Admit(AdmissionRequest request)
    {
        var isCron = request.Type == ResourceTypes.CronJobs;
        if (request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0 || (!isCron && request.Type != ResourceTypes.Jobs))
        {
            return;
        }
        var errors = request.Object["spec"] switch
        {
            null => null,
            JsonObject spec => isCron ? CronJob(spec) : Job(spec, "spec"),
            _ => ("spec", isCron ? "v1.CronJobSpec" : "v1.JobSpec"),
        };
        if (errors is var (field, wanted))
        {
            var kind = request.Type.Kind;
            throw ApiErrors.BadRequest($"{kind} in version \"v1\" cannot be handled as a {kind}: json: cannot unmarshal value into Go struct field {kind}.{field} of type {wanted}");
        }
    }

    private static (string Field, string Wanted)? CronJob(JsonObject spec) =>
        Wrong(spec, "spec", CronNumbers, "int64", IsWhole)
        ?? Wrong(spec, "spec", CronTexts, "string", IsText)
        ?? Wrong(spec, "spec", ["suspend"], "bool", IsFlag)
        ?? Wrong(spec, "spec", ["jobTemplate"], "v1.JobTemplateSpec", v => v is JsonObject)
        ?? (spec.At("jobTemplate") is JsonObject template ? Wrong(template, "spec.jobTemplate", ["spec"], "v1.JobSpec", v => v is JsonObject) : null)
        ?? (spec.At("jobTemplate", "spec") is JsonObject job ? Job(job, "spec.jobTemplate.spec") : null);

    private static (string Field, string Wanted)? Job(JsonObject spec, string path) =>
        Wrong(spec, path, JobNumbers, "int32", IsWhole)
        ?? Wrong(spec, path, JobFlags, "bool", IsFlag)
        ?? Wrong(spec, path, JobTexts, "string", IsText)
        ?? Wrong(spec, path, JobObjects, "struct", v => v is JsonObject)
        ?? (spec["template"] is JsonObject template ? Wrong(template, path + ".template", ["metadata", "spec"], "struct", v => v is JsonObject) : null)
        ?? (spec.At("template", "metadata", "labels") is { } labels and not JsonObject ? ($"{path}.template.metadata.labels", "map[string]string") : null);

    private static (string Field, string Wanted)? Wrong(JsonObject obj, string path, string[] fields, string wanted, Predicate<JsonNode> isRight) =>
        fields.FirstOrDefault(f => obj[f] is { } value && !isRight(value)) is { } field ? ($"{path}.{field}", wanted) : null;

    private static bool IsWhole(JsonNode value) => value.Whole() is not null;

    private static bool IsText(JsonNode value) => value.GetValueKind() == JsonValueKind.String;

    private static bool IsFlag(JsonNode value) => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
}
