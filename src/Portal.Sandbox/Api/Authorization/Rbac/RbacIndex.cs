using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary>
/// All roles and bindings of one state of the store, arranged by who is granted what where. Never changes. Each stored object is read once, however
/// many indexes it is part of.
/// </summary>
public sealed class RbacIndex
{
    private static readonly ConditionalWeakTable<StoredObject, IReadOnlyList<PolicyRule>> ReadRoles = [];
    private static readonly ConditionalWeakTable<StoredObject, Binding> ReadBindings = [];

    private readonly IReadOnlyList<ImmutableSortedSet<StoredObject>> _parts;
    private readonly StoreRoot _root;
    private readonly Dictionary<(string Namespace, string User), List<Grant>> _users = [];
    private readonly Dictionary<(string Namespace, string Group), List<Grant>> _groups = [];

    private RbacIndex(StoreRoot root)
    {
        (_root, _parts) = (root, Parts(root));
        foreach (var binding in root.All(ResourceTypes.ClusterRoleBindings).Concat(root.All(ResourceTypes.RoleBindings)).Select(Read))
        {
            var rules = RulesOf(binding.Role, binding.Namespace);
            foreach (var subject in binding.Subjects)
            {
                Add(new Grant(binding, subject, rules));
            }
        }
    }

    public static RbacIndex Of(StoreRoot root) => new(root);

    /// <summary>Whether it is still that of a state of the store: no role or binding changed.</summary>
    public bool IsOf(StoreRoot root) => _parts.SequenceEqual(Parts(root), ReferenceEqualityComparer.Instance);

    /// <summary>What somebody is granted in a namespace and in the whole cluster; for an empty namespace only the latter.</summary>
    public IEnumerable<Grant> GrantsOf(Caller caller, string ns) => ns.Length == 0 ? GrantsIn(caller, "") : GrantsIn(caller, "").Concat(GrantsIn(caller, ns));

    /// <summary>The rules of a role as a binding in a namespace names it; null when there is none.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(RoleReference role, string ns)
    {
        var stored = role.Kind switch
        {
            "ClusterRole" => _root.Find(ResourceTypes.ClusterRoles, "", role.Name),
            "Role" => _root.Find(ResourceTypes.Roles, ns, role.Name),
            _ => null,
        };
        return stored is null ? null : ReadRoles.GetValue(stored, s => PolicyRule.ReadAll(StoreJson.Object(s)));
    }

    private IEnumerable<Grant> GrantsIn(Caller caller, string ns)
    {
        foreach (var grant in _users.GetValueOrDefault((ns, caller.Name)) ?? [])
        {
            yield return grant;
        }
        foreach (var group in caller.Groups)
        {
            foreach (var grant in _groups.GetValueOrDefault((ns, group)) ?? [])
            {
                yield return grant;
            }
        }
    }

    private void Add(Grant grant)
    {
        var ns = grant.Binding.Namespace;
        var (index, name) = grant.Subject switch
        {
            { Kind: "User" } user => (_users, user.Name),
            { Kind: "Group" } group => (_groups, group.Name),
            { Kind: "ServiceAccount", Namespace.Length: > 0 } account => (_users, Caller.ServiceAccountName(account.Namespace, account.Name)),
            _ => (null, ""),
        };
        if (index is null)
        {
            return;
        }
        if (!index.TryGetValue((ns, name), out var grants))
        {
            index.Add((ns, name), grants = []);
        }
        grants.Add(grant);
    }

    private static Binding Read(StoredObject stored) => ReadBindings.GetValue(stored, s => Binding.Read(StoreJson.Object(s)));

    private static IReadOnlyList<ImmutableSortedSet<StoredObject>> Parts(StoreRoot root) =>
        [root.All(ResourceTypes.ClusterRoles), root.All(ResourceTypes.ClusterRoleBindings), root.All(ResourceTypes.Roles), root.All(ResourceTypes.RoleBindings)];
}
