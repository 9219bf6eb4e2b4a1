using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Rbac;

/// <summary>What Kubernetes fills into bindings: the API group of the role and of users and groups; and into roles: their list of rules.</summary>
public sealed class RbacDefaults : IAdmissionStep
{
    internal const string Group = "rbac.authorization.k8s.io";

    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || request.Type.Group != Group)
        {
            return;
        }
        if (request.Type == ResourceTypes.Roles || request.Type == ResourceTypes.ClusterRoles)
        {
            // A role without rules is written as null, as Go writes a list that was never made.
            request.Object.TryAdd("rules", null);
            return;
        }
        if (request.Object["roleRef"] is JsonObject role && string.IsNullOrEmpty(role.Text("apiGroup")))
        {
            role["apiGroup"] = Group;
        }
        foreach (var subject in request.Object.Items("subjects").Where(s => string.IsNullOrEmpty(s.Text("apiGroup")) && s.Text("kind") is "User" or "Group"))
        {
            subject["apiGroup"] = Group;
        }
    }
}
