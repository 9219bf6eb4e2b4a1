using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Selecting;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What a Job must have, and what of it stays as it was created.</summary>
public sealed class JobRules : IAdmissionStep
{
    private const string Immutable = "field is immutable";

    private static readonly string[] Fixed = ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

    /// <summary>What may be changed of the template while a job waits suspended and has not begun.</summary>
    private static readonly string[] Placement = ["nodeSelector", "tolerations", "affinity", "schedulingGates"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Jobs || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0)
        {
            return;
        }
        var spec = request.Object["spec"] as JsonObject ?? [];
        List<FieldError> errors =
        [
            .. request.Old is null ? New(request.Object, spec) : [],
            .. JobSpecRules.Check(spec, "spec"),
            .. Selector(spec),
            .. request.Old is { } old ? Changed(old, spec) : [],
        ];
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static IEnumerable<FieldError> New(JsonObject job, JsonObject spec)
    {
        if (spec.Flag("manualSelector") != true)
        {
            var labels = spec.At("template", "metadata", "labels");
            foreach (var (label, wanted) in new[]
            {
                (BatchLabels.LegacyControllerUid, job.Uid()), (BatchLabels.LegacyJobName, job.Name()), (BatchLabels.ControllerUid, job.Uid()), (BatchLabels.JobName, job.Name()),
            })
            {
                if (labels.Text(label) is var found && found != wanted)
                {
                    yield return FieldError.Invalid("spec.template.metadata.labels", labels?.DeepClone(), $"must have the following label: {{\"{label}\": \"{wanted}\"}}");
                }
            }
        }
        if (spec.Text("completionMode") == "Indexed" && spec.Whole("completions") is > 0 and var completions)
        {
            var last = $"{job.Name()}-{completions - 1}";
            if (NameRule.Label.Check("metadata.name", last).Any())
            {
                yield return FieldError.Invalid("metadata.name", job.Name(), $"will not able to create pod with invalid DNS label: {last}");
            }
        }
    }

    private static IEnumerable<FieldError> Selector(JsonObject spec)
    {
        if (spec["selector"] is not { } selector)
        {
            return [FieldError.Required("spec.selector")];
        }
        var labels = spec.At("template", "metadata", "labels");
        return ObjectSelector.Matches(selector, labels)
            ? []
            : [FieldError.Invalid("spec.template.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`")];
    }

    private static IEnumerable<FieldError> Changed(JsonObject old, JsonObject spec)
    {
        var before = old["spec"] as JsonObject ?? [];
        foreach (var field in Fixed)
        {
            if (!JsonNode.DeepEquals(before[field], spec[field]))
            {
                yield return FieldError.Invalid($"spec.{field}", spec[field]?.DeepClone(), Immutable);
            }
        }

        // An elastic job: as many at the same time as there are in all.
        var isElastic = spec.Text("completionMode") == "Indexed" && spec.Whole("completions") == spec.Whole("parallelism") && spec["completions"] is not null;
        if (!JsonNode.DeepEquals(before["completions"], spec["completions"]) && !isElastic)
        {
            yield return FieldError.Invalid("spec.completions", spec["completions"]?.DeepClone(), Immutable);
        }
        if (!JsonNode.DeepEquals(Template(before, old), Template(spec, old)))
        {
            yield return FieldError.Invalid("spec.template", spec["template"]?.DeepClone(), Immutable);
        }
    }

    /// <summary>The part of the template that cannot be changed.</summary>
    private static JsonNode? Template(JsonObject spec, JsonObject old)
    {
        var template = spec["template"]?.DeepClone();
        if (old.Flag("spec", "suspend") == true && old.Text("status", "startTime") is null && template is JsonObject waiting)
        {
            waiting.Remove("metadata");
            foreach (var field in Placement)
            {
                waiting.Child("spec").Remove(field);
            }
        }
        return template;
    }
}
