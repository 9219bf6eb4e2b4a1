using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What Kubernetes fills into CronJobs. The jobs they make are filled in when they are made.</summary>
public sealed class CronJobDefaults : IAdmissionStep
{
    private const long SuccessfulJobs = 3;
    private const long FailedJobs = 1;

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.CronJobs || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0 || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        spec["concurrencyPolicy"] ??= "Allow";
        spec["suspend"] ??= false;
        spec["successfulJobsHistoryLimit"] ??= SuccessfulJobs;
        spec["failedJobsHistoryLimit"] ??= FailedJobs;
        if (spec.At("jobTemplate", "spec") is JsonObject job)
        {
            JobDefaults.FillTemplate(job);
        }
        if (request.Operation == AdmissionOperation.Create)
        {
            request.Object["status"] = new JsonObject();
        }
    }
}
