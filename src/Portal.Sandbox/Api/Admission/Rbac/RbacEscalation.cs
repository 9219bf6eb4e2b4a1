using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Authorization.Rbac;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Rbac;

/// <summary>
/// Nobody grants what they do not have: a role holds, and a binding names, only rules that the writer is granted as well; unless they have the verb
/// <c>escalate</c> on the role, or <c>bind</c> on the role that is bound.
/// </summary>
public sealed class RbacEscalation : IAdmissionStep
{
    private static readonly IReadOnlyList<PolicyRule> Everything = [new(["*"], ["*"], ["*"], [], []), new(["*"], [], [], [], ["*"])];

    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || request.Type.Group != RbacDefaults.Group || request.Caller.In(Caller.MastersGroup))
        {
            return;
        }
        if (request.Old is { } old && JsonNode.DeepEquals(Content(old), Content(request.Object)))
        {
            return;
        }
        var index = RbacIndex.Of(request.Root);
        if (request.Type == ResourceTypes.Roles || request.Type == ResourceTypes.ClusterRoles)
        {
            CheckRole(request, index);
        }
        else
        {
            CheckBinding(request, index);
        }
    }

    private static void CheckRole(AdmissionRequest request, RbacIndex index)
    {
        if (May(request, index, "escalate", request.Type.Plural, request.Old is null ? "" : request.Name))
        {
            return;
        }
        if ((request.Object["aggregationRule"] ?? request.Old?["aggregationRule"]) is not null && Missing(request, index, Everything).Count > 0)
        {
            throw ApiErrors.Forbidden(request.Type, request.Name, "must have cluster-admin privileges to use the aggregationRule");
        }
        RequireHeld(request, index, PolicyRule.ReadAll(request.Object));
    }

    private static void CheckBinding(AdmissionRequest request, RbacIndex index)
    {
        var role = Binding.Read(request.Object).Role;
        var roles = role.Kind == "Role" ? ResourceTypes.Roles : ResourceTypes.ClusterRoles;
        if (!May(request, index, "bind", roles.Plural, role.Name))
        {
            RequireHeld(request, index, index.RulesOf(role, request.Namespace) ?? throw ApiErrors.NotFound(roles, role.Name));
        }
    }

    private static bool May(AdmissionRequest request, RbacIndex index, string verb, string resource, string name) =>
        RbacAuthorizer.Decide(index, new AccessRequest
        {
            Caller = request.Caller,
            Verb = verb,
            Group = RbacDefaults.Group,
            Resource = resource,
            Namespace = request.Namespace,
            Name = name,
        }).Allowed;

    private static void RequireHeld(AdmissionRequest request, RbacIndex index, IReadOnlyList<PolicyRule> rules)
    {
        if (Missing(request, index, rules) is { Count: > 0 } missing)
        {
            var who = $"user {GoText.Quote(request.Caller.Name)} (groups={GoText.Quote(request.Caller.Groups)})";
            throw ApiErrors.Forbidden(request.Type, request.Name, $"{who} is attempting to grant RBAC permissions not currently held:\n{RuleCover.Describe(missing)}");
        }
    }

    private static IReadOnlyList<PolicyRule> Missing(AdmissionRequest request, RbacIndex index, IReadOnlyList<PolicyRule> wanted) =>
        RuleCover.Missing(RbacAuthorizer.RulesFor(index, request.Caller, request.Namespace), wanted);

    /// <summary>Everything but metadata: what is granted, and to whom.</summary>
    private static JsonObject Content(JsonObject obj)
    {
        var content = obj.DeepClone().AsObject();
        content.Remove("metadata");
        return content;
    }
}
