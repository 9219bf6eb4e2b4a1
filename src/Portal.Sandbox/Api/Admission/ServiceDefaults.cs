using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>What Kubernetes fills into new services and volume claims.</summary>
public sealed class ServiceDefaults : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Operation != AdmissionOperation.Create)
        {
            return;
        }
        if (request.Type == ResourceTypes.Services && request.Object["spec"] is JsonObject service)
        {
            service["type"] ??= "ClusterIP";
            service["sessionAffinity"] ??= "None";
            foreach (var port in (service["ports"] as JsonArray ?? []).OfType<JsonObject>())
            {
                port["protocol"] ??= "TCP";
                port["targetPort"] ??= port["port"]?.DeepClone();
            }
            request.Object["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        }
        if (request.Type == ResourceTypes.PersistentVolumeClaims && request.Object["spec"] is JsonObject claim)
        {
            claim["volumeMode"] ??= "Filesystem";
            request.Object["status"] = new JsonObject { ["phase"] = "Pending" };
        }
    }
}
