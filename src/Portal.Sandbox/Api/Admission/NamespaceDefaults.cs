using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>What every namespace carries: its name as a label, the finalizer that empties it, and its phase.</summary>
public sealed class NamespaceDefaults : IAdmissionStep
{
    /// <summary>Label with the namespace's own name.</summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Namespaces || request.Operation == AdmissionOperation.Delete)
        {
            return;
        }
        var metadata = request.Object["metadata"]!.AsObject();
        var labels = metadata["labels"] as JsonObject;
        if (labels is null)
        {
            metadata["labels"] = labels = [];
        }
        labels[NameLabel] = request.Name;
        if (request.Operation == AdmissionOperation.Create)
        {
            request.Object["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
            request.Object["status"] = new JsonObject { ["phase"] = "Active" };
        }
    }
}
