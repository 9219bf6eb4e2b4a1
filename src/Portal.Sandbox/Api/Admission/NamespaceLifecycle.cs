using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>Nothing is created in a namespace that is not there or is being deleted, and the system's own namespaces stay.</summary>
public sealed class NamespaceLifecycle : IAdmissionStep
{
    private static readonly string[] Permanent = ["default", "kube-public", "kube-system"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete && request.Type == ResourceTypes.Namespaces && Permanent.Contains(request.Name, StringComparer.Ordinal))
        {
            throw ApiErrors.Forbidden(request.Type, request.Name, "this namespace may not be deleted");
        }
        if (request.Operation != AdmissionOperation.Create || !request.Type.Namespaced)
        {
            return;
        }
        var stored = request.Root.Find(ResourceTypes.Namespaces, "", request.Namespace) ?? throw ApiErrors.NotFound(ResourceTypes.Namespaces, request.Namespace);
        if (StoreJson.Object(stored)["metadata"]?["deletionTimestamp"] is not null)
        {
            throw ApiErrors.Forbidden(
                request.Type,
                request.Name,
                $"unable to create new content in namespace {request.Namespace} because it is being terminated",
                new FieldError("NamespaceTerminating", "metadata.namespace", $"namespace {request.Namespace} is being terminated"));
        }
    }
}
