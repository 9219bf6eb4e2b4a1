using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary>
/// Role-based access control over what is stored now: a change of a role counts for the next request. Members of <c>system:masters</c> may do
/// everything, as in Kubernetes.
/// </summary>
public sealed class RbacAuthorizer(ObjectStore store) : IAuthorizer
{
    private RbacIndex _index = RbacIndex.Of(StoreRoot.Empty);

    public AccessDecision Decide(AccessRequest request) => Decide(Index(), request);

    public IReadOnlyList<PolicyRule> RulesFor(Caller caller, string ns) => RulesFor(Index(), caller, ns);

    internal static AccessDecision Decide(RbacIndex index, AccessRequest request)
    {
        if (request.Caller.In(Caller.MastersGroup))
        {
            return new AccessDecision(true, "");
        }
        List<string>? missing = null;
        foreach (var grant in index.GrantsOf(request.Caller, request.IsResource ? request.Namespace : ""))
        {
            if (grant.Rules is null)
            {
                var role = grant.Binding.Role;
                (missing ??= []).Add($"{role.Kind.ToLowerInvariant()}.rbac.authorization.k8s.io {GoText.Quote(role.Name)} not found");
            }
            else if (Allows(grant.Rules, request))
            {
                return new AccessDecision(true, grant.Binding.Describe(grant.Subject));
            }
        }
        return new AccessDecision(false, missing is null ? "" : $"RBAC: {(missing.Count == 1 ? missing[0] : $"[{string.Join(", ", missing.Distinct(StringComparer.Ordinal))}]")}");
    }

    internal static IReadOnlyList<PolicyRule> RulesFor(RbacIndex index, Caller caller, string ns) =>
        [.. index.GrantsOf(caller, ns).DistinctBy(g => g.Binding).SelectMany(g => g.Rules ?? [])];

    private static bool Allows(IReadOnlyList<PolicyRule> rules, AccessRequest request)
    {
        foreach (var rule in rules)
        {
            if (rule.Allows(request))
            {
                return true;
            }
        }
        return false;
    }

    private RbacIndex Index()
    {
        var index = Volatile.Read(ref _index);
        var root = store.Current;
        if (!index.IsOf(root))
        {
            Volatile.Write(ref _index, index = RbacIndex.Of(root));
        }
        return index;
    }
}
