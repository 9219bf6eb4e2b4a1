namespace Portal.Sandbox.Api;

/// <summary>Who asks, as <c>UserInfo</c> of the API.</summary>
/// <param name="Name">User name.</param>
/// <param name="Uid">Stable id; may be empty.</param>
/// <param name="Groups">Groups, <c>system:authenticated</c> among them unless anonymous.</param>
public sealed record Caller(string Name, string Uid, IReadOnlyList<string> Groups)
{
    /// <summary>Group of everybody whose credentials were good.</summary>
    public const string AuthenticatedGroup = "system:authenticated";

    /// <summary>The sandbox's own node and controllers.</summary>
    public static Caller System { get; } = new("system:sandbox", "", ["system:masters", "system:authenticated"]);

    public static Caller Anonymous { get; } = new("system:anonymous", "", ["system:unauthenticated"]);

    /// <summary>Further attributes, as sent with impersonation.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public bool IsAuthenticated => In(AuthenticatedGroup);

    public bool In(string group) => Groups.Contains(group, StringComparer.Ordinal);
}
