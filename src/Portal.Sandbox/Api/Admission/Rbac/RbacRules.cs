using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Rbac;

/// <summary>What roles and their bindings must have.</summary>
public sealed class RbacRules : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || request.Type.Group != RbacDefaults.Group)
        {
            return;
        }
        var isRole = request.Type == ResourceTypes.Roles || request.Type == ResourceTypes.ClusterRoles;
        var errors = (isRole ? CheckRole(request.Object, request.Type.Namespaced) : CheckBinding(request.Object, request.Type.Namespaced)).ToList();
        if (!isRole && request.Old is { } old && !JsonNode.DeepEquals(old["roleRef"], request.Object["roleRef"]))
        {
            errors.Add(FieldError.Invalid("roleRef", GoRole(request.Object), "cannot change roleRef"));
        }
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static IEnumerable<FieldError> CheckRole(JsonObject role, bool namespaced)
    {
        var rules = role["rules"] as JsonArray ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var error in rules[i] is JsonObject rule ? CheckRule(rule, $"rules[{i}]", namespaced) : [FieldError.Required($"rules[{i}].verbs", "verbs must contain at least one value")])
            {
                yield return error;
            }
        }
        if (role["aggregationRule"] is { } aggregation && !aggregation.Items("clusterRoleSelectors").Any())
        {
            yield return FieldError.Required("aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
    }

    private static IEnumerable<FieldError> CheckRule(JsonObject rule, string path, bool namespaced)
    {
        bool Has(string field) => rule[field] is JsonArray { Count: > 0 };
        if (!Has("verbs"))
        {
            yield return FieldError.Required($"{path}.verbs", "verbs must contain at least one value");
        }
        if (Has("nonResourceURLs"))
        {
            if (namespaced)
            {
                yield return FieldError.Invalid($"{path}.nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
            }
            if (Has("apiGroups") || Has("resources") || Has("resourceNames"))
            {
                yield return FieldError.Invalid($"{path}.nonResourceURLs", rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs");
            }
            yield break;
        }
        if (!Has("apiGroups"))
        {
            yield return FieldError.Required($"{path}.apiGroups", "resource rules must supply at least one api group");
        }
        if (!Has("resources"))
        {
            yield return FieldError.Required($"{path}.resources", "resource rules must supply at least one resource");
        }
    }

    private static IEnumerable<FieldError> CheckBinding(JsonObject binding, bool namespaced)
    {
        var role = binding["roleRef"];
        var (group, kind, name) = (role.Text("apiGroup") ?? "", role.Text("kind") ?? "", role.Text("name") ?? "");
        if (group != RbacDefaults.Group)
        {
            yield return FieldError.NotSupported("roleRef.apiGroup", group, RbacDefaults.Group);
        }
        if (kind != "ClusterRole" && !(namespaced && kind == "Role"))
        {
            yield return FieldError.NotSupported("roleRef.kind", kind, namespaced ? ["ClusterRole", "Role"] : ["ClusterRole"]);
        }
        if (name.Length == 0)
        {
            yield return FieldError.Required("roleRef.name");
        }
        foreach (var error in name.Length == 0 ? [] : NameRule.PathSegment.Check("roleRef.name", name))
        {
            yield return error;
        }
        var subjects = binding["subjects"] as JsonArray ?? [];
        for (var i = 0; i < subjects.Count; i++)
        {
            foreach (var error in CheckSubject(subjects[i], $"subjects[{i}]", namespaced))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> CheckSubject(JsonNode? subject, string path, bool namespaced)
    {
        var (kind, name, group) = (subject.Text("kind") ?? "", subject.Text("name") ?? "", subject.Text("apiGroup") ?? "");
        if (name.Length == 0)
        {
            yield return FieldError.Required($"{path}.name");
        }
        if (kind is "User" or "Group")
        {
            if (group != RbacDefaults.Group)
            {
                yield return FieldError.NotSupported($"{path}.apiGroup", group, RbacDefaults.Group);
            }
            yield break;
        }
        if (kind != "ServiceAccount")
        {
            yield return FieldError.NotSupported($"{path}.kind", kind, "Group", "ServiceAccount", "User");
            yield break;
        }
        foreach (var error in name.Length == 0 ? [] : NameRule.Subdomain.Check($"{path}.name", name))
        {
            yield return error;
        }
        if (group.Length > 0)
        {
            yield return FieldError.NotSupported($"{path}.apiGroup", group, "");
        }
        if (!namespaced && string.IsNullOrEmpty(subject.Text("namespace")))
        {
            yield return FieldError.Required($"{path}.namespace");
        }
    }

    /// <summary>The reference with the names that its fields have in Kubernetes' code, as the message shows them.</summary>
    private static JsonObject GoRole(JsonObject binding)
    {
        var role = binding["roleRef"];
        return new JsonObject { ["APIGroup"] = role.Text("apiGroup"), ["Kind"] = role.Text("kind"), ["Name"] = role.Text("name") };
    }
}
