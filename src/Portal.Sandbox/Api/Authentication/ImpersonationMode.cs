using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Kinds;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>
/// One way to be allowed to act as somebody else. The constrained ones ask for two rights: <c>impersonate-on:MODE:VERB</c> on what is wanted and
/// <c>impersonate:MODE</c> on who is named; the old one for <c>impersonate</c> on who is named (Kubernetes enhancement 5284). A mode for the node
/// of the asking pod is missing: here all pods share one node.
/// </summary>
/// <param name="Name">Name of a constrained mode; empty for the old one.</param>
internal sealed record ImpersonationMode(string Name)
{
    private const string NodePrefix = "system:node:";
    private const string AuthenticationGroup = "authentication.k8s.io";

    private static readonly ImpersonationMode ArbitraryNode = new("arbitrary-node");
    private static readonly ImpersonationMode ServiceAccount = new("serviceaccount");
    private static readonly ImpersonationMode UserInfo = new("user-info");
    private static readonly ImpersonationMode Legacy = new("");

    private bool IsConstrained => Name.Length > 0;

    private string Verb => IsConstrained ? $"impersonate:{Name}" : "impersonate";

    /// <summary>Group of users and groups; all else is in the one of authentication.</summary>
    private string Group => IsConstrained ? AuthenticationGroup : "";

    /// <summary>The modes that fit whoever is named, in the order in which they are tried.</summary>
    public static IEnumerable<ImpersonationMode> For(Caller wanted)
    {
        var onlyName = wanted.Uid.Length == 0 && wanted.Groups.Count == 0 && wanted.Extra.Count == 0;
        ImpersonationMode? constrained = NodeOf(wanted.Name) is not null ? onlyName ? ArbitraryNode : null
            : wanted.ServiceAccount is not null ? onlyName ? ServiceAccount : null
            : UserInfo;
        return constrained is null ? [Legacy] : [constrained, Legacy];
    }

    /// <summary>What no right allows in a constrained mode.</summary>
    public ApiException? Forbids(Caller wanted, Caller caller)
    {
        AccessRequest About(string resource, string name) => new() { Caller = caller, Verb = Verb, Group = AuthenticationGroup, Resource = resource, Name = name };
        if (!IsConstrained)
        {
            return null;
        }
        return wanted.Groups.Contains("", StringComparer.Ordinal) ? About("groups", "").Denied("impersonating the empty string group is not allowed")
            : wanted.In(Caller.MastersGroup) ? About("groups", Caller.MastersGroup).Denied("impersonating the system:masters group is not allowed")
            : wanted.Extra.ContainsKey("") ? About("userextras", "").Denied("impersonating the empty string key in extra is not allowed")
            : wanted.Extra.Values.Any(v => v.Contains("", StringComparer.Ordinal)) ? About("userextras", "").Denied("impersonating the empty string value in extra is not allowed")
            : null;
    }

    /// <summary>The rights that are needed.</summary>
    public IEnumerable<AccessRequest> Checks(Caller wanted, AccessRequest request)
    {
        if (IsConstrained)
        {
            yield return request with { Verb = $"impersonate-on:{Name}:{request.Verb}" };
        }
        var check = new AccessRequest { Caller = request.Caller, Verb = Verb, Group = Group };
        yield return wanted.ServiceAccount is var (ns, name) ? check with { Resource = "serviceaccounts", Namespace = ns, Name = name }
            : IsConstrained && NodeOf(wanted.Name) is { } node ? check with { Resource = "nodes", Name = node }
            : check with { Resource = "users", Name = wanted.Name };
        if (wanted.Uid.Length > 0)
        {
            yield return check with { Group = AuthenticationGroup, Resource = "uids", Name = wanted.Uid };
        }
        foreach (var group in wanted.Groups)
        {
            yield return check with { Resource = "groups", Name = group };
        }
        foreach (var (key, value) in wanted.Extra.SelectMany(e => e.Value.Select(v => (e.Key, v))))
        {
            yield return check with { Group = AuthenticationGroup, Resource = "userextras", Subresource = key, Name = value };
        }
    }

    /// <summary>The one that is named, with the groups that go with the name.</summary>
    public Caller Become(Caller wanted)
    {
        var groups = wanted.Groups.Count > 0 ? wanted.Groups
            : wanted.ServiceAccount is var (ns, _) ? Caller.ServiceAccountGroups(ns)
            : IsConstrained && NodeOf(wanted.Name) is not null ? ["system:nodes"]
            : [];
        var everybody = wanted.Name == Caller.Anonymous.Name || groups.Contains(Caller.UnauthenticatedGroup, StringComparer.Ordinal) ? Caller.UnauthenticatedGroup : Caller.AuthenticatedGroup;
        return wanted with { Groups = groups.Contains(everybody, StringComparer.Ordinal) ? groups : [.. groups, everybody] };
    }

    private static string? NodeOf(string user) =>
        user.StartsWith(NodePrefix, StringComparison.Ordinal) && user[NodePrefix.Length..] is var name && !NameRule.Subdomain.Check("", name).Any() ? name : null;
}
