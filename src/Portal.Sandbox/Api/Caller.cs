namespace Portal.Sandbox.Api;

/// <summary>Who asks, as <c>UserInfo</c> of the API.</summary>
/// <param name="Name">User name.</param>
/// <param name="Uid">Stable id; may be empty.</param>
/// <param name="Groups">Groups, <c>system:authenticated</c> among them unless anonymous.</param>
public sealed record Caller(string Name, string Uid, IReadOnlyList<string> Groups)
{
    /// <summary>Group of everybody whose credentials were good.</summary>
    public const string AuthenticatedGroup = "system:authenticated";

    /// <summary>Group of everybody else.</summary>
    public const string UnauthenticatedGroup = "system:unauthenticated";

    /// <summary>Group whose members may do everything, whatever roles say.</summary>
    public const string MastersGroup = "system:masters";

    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <summary>The sandbox's own node and controllers.</summary>
    public static Caller System { get; } = new("system:sandbox", "", [MastersGroup, AuthenticatedGroup]);

    public static Caller Anonymous { get; } = new("system:anonymous", "", [UnauthenticatedGroup]);

    /// <summary>Further attributes, as sent with impersonation.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Which service account this is; null for others.</summary>
    public (string Namespace, string Name)? ServiceAccount =>
        Name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) && Name.Split(':') is [_, _, { Length: > 0 } ns, { Length: > 0 } name] ? (ns, name) : null;

    public bool In(string group) => Groups.Contains(group, StringComparer.Ordinal);

    /// <summary>User name of a service account.</summary>
    public static string ServiceAccountName(string ns, string name) => $"{ServiceAccountPrefix}{ns}:{name}";

    /// <summary>The groups of every service account of a namespace.</summary>
    public static IReadOnlyList<string> ServiceAccountGroups(string ns) => ["system:serviceaccounts", $"system:serviceaccounts:{ns}"];
}
