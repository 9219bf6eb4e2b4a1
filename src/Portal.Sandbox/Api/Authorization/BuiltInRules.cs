namespace Portal.Sandbox.Api.Authorization;

/// <summary>
/// The simple rules of a sandbox: <c>system:masters</c> and the sandbox's admins may do everything; a member of <c>workspace:NS:edit</c> or
/// <c>workspace:NS:view</c> has that role in namespace NS; a service account may run Spark in its own namespace.
/// </summary>
public sealed class BuiltInRules : IAuthorizer
{
    /// <summary>Group whose members may do everything, as in Kubernetes.</summary>
    public const string Masters = "system:masters";

    /// <summary>Group of the people who may do everything.</summary>
    public const string Admins = "sandbox:admins";

    private const string ServiceAccounts = "system:serviceaccounts:";
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Change = ["create", "update", "patch", "delete", "deletecollection"];
    private static readonly string[] Spark = ["sparkoperator.k8s.io"];

    private static readonly IReadOnlyList<PolicyRule> Everything = [new(["*"], ["*"], ["*"])];

    private static readonly IReadOnlyList<PolicyRule> Everybody =
    [
        new(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
        new(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]),
    ];

    private static readonly IReadOnlyList<PolicyRule> View =
    [
        new(Read, [""], ["pods", "pods/log", "pods/status", "configmaps", "events", "services", "persistentvolumeclaims", "serviceaccounts", "namespaces"]),
        new(Read, Spark, ["sparkapplications", "sparkapplications/status"]),
    ];

    private static readonly IReadOnlyList<PolicyRule> Edit =
    [
        .. View,
        new(Change, [""], ["pods", "configmaps", "services", "persistentvolumeclaims"]),
        new([.. Read, .. Change], [""], ["secrets"]),
        new(Change, Spark, ["sparkapplications"]),
    ];

    private static readonly IReadOnlyList<PolicyRule> Driver =
    [
        new([.. Read, .. Change], [""], ["pods", "configmaps", "services", "persistentvolumeclaims"]),
        new([.. Read, "create", "update", "patch"], [""], ["events"]),
        new(["get"], [""], ["pods/log"]),
    ];

    public string? Allow(AccessRequest request)
    {
        if (request.Resource.Length == 0)
        {
            return Allowed(request.Caller, "") == Everything || request.Verb is "get" or "head" && request.Caller.IsAuthenticated ? "anybody may read what is served" : null;
        }
        var rules = RulesFor(request.Caller, request.Namespace);
        return rules.Any(r => r.Allows(request)) ? $"built-in rules of the sandbox for {request.Caller.Name}" : null;
    }

    public IReadOnlyList<PolicyRule> RulesFor(Caller caller, string ns) => [.. caller.IsAuthenticated ? Everybody : [], .. Allowed(caller, ns)];

    private static IReadOnlyList<PolicyRule> Allowed(Caller caller, string ns)
    {
        if (caller.In(Masters) || caller.In(Admins))
        {
            return Everything;
        }
        if (ns.Length == 0)
        {
            return [];
        }
        return caller.In($"workspace:{ns}:edit") ? Edit : caller.In($"workspace:{ns}:view") ? View : caller.In(ServiceAccounts + ns) ? Driver : [];
    }
}
