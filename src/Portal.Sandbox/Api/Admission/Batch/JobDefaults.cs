using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission.Pods;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What Kubernetes fills into Jobs, and the labels and selector that it makes up for new ones.</summary>
public sealed class JobDefaults : IAdmissionStep
{
    private const long BackoffLimit = 6;

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Jobs || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0 || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        Fill(spec);
        if (request.Operation == AdmissionOperation.Create)
        {
            spec["manualSelector"] ??= false;
            if (spec.Flag("manualSelector") == false)
            {
                MakeSelector(request.Object, spec);
            }
            request.Object["status"] = new JsonObject();
        }
        var metadata = request.Object.Child("metadata");
        if (metadata["labels"] is null && spec.At("template", "metadata", "labels") is JsonObject labels)
        {
            metadata["labels"] = labels.DeepClone();
        }
    }

    private static void Fill(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1L;
        }
        spec["parallelism"] ??= 1L;
        spec["backoffLimit"] ??= spec["backoffLimitPerIndex"] is null ? BackoffLimit : int.MaxValue;
        spec["completionMode"] ??= "NonIndexed";
        spec["suspend"] ??= false;
        spec["podReplacementPolicy"] ??= spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed";
        FillTemplate(spec);
    }

    /// <summary>What is filled in below a job as well as below a CronJob's template of one.</summary>
    internal static void FillTemplate(JsonObject spec)
    {
        if (spec.At("template", "spec") is JsonObject pod)
        {
            PodSpecDefaults.Apply(pod);
        }
        foreach (var pattern in spec.Items("podFailurePolicy", "rules").SelectMany(r => r.Items("onPodConditions")))
        {
            pattern["status"] ??= "True";
        }
    }

    private static void MakeSelector(JsonObject job, JsonObject spec)
    {
        var labels = spec.Child("template").Child("metadata").Child("labels");
        foreach (var label in (string[])[BatchLabels.LegacyJobName, BatchLabels.JobName])
        {
            labels[label] ??= job.Name();
        }
        foreach (var label in (string[])[BatchLabels.LegacyControllerUid, BatchLabels.ControllerUid])
        {
            labels[label] ??= job.Uid();
        }
        spec.Child("selector").Child("matchLabels")[BatchLabels.ControllerUid] ??= job.Uid();
    }
}
