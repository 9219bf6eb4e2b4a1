using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Authorization;

/// <summary>One rule of a role: what it allows, on resources or on paths. <c>*</c> is everything.</summary>
/// <param name="Verbs">Verbs.</param>
/// <param name="Groups">API groups; empty for a rule about paths.</param>
/// <param name="Resources">Plural names; with a subresource as <c>pods/log</c> or <c>*/scale</c>.</param>
/// <param name="Names">Names of objects; empty for all of them.</param>
/// <param name="Paths">Paths that name no resource; the end may be <c>*</c>.</param>
public sealed record PolicyRule(
    IReadOnlyList<string> Verbs, IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Names, IReadOnlyList<string> Paths)
{
    public const string All = "*";

    /// <summary>The <c>rules</c> of a role; what is not as it should be allows nothing.</summary>
    public static IReadOnlyList<PolicyRule> ReadAll(JsonNode? role) => [.. role.Items("rules").Select(Read)];

    public static PolicyRule Read(JsonObject rule) =>
        new(Texts(rule, "verbs"), Texts(rule, "apiGroups"), Texts(rule, "resources"), Texts(rule, "resourceNames"), Texts(rule, "nonResourceURLs"));

    public bool Allows(AccessRequest request) => Has(Verbs, request.Verb) && (request.IsResource
        ? Has(Groups, request.Group) && HasResource(request) && (Names.Count == 0 || Names.Contains(request.Name, StringComparer.Ordinal))
        : Paths.Any(p => Matches(p, request.Path)));

    /// <summary>Whether a path is one that a rule names.</summary>
    public static bool Matches(string rule, string path) =>
        rule == path || (rule.EndsWith('*') && path.StartsWith(rule.TrimEnd('*'), StringComparison.Ordinal));

    private bool HasResource(AccessRequest request)
    {
        foreach (var resource in Resources)
        {
            if (resource == All || resource == request.FullResource || (request.Subresource.Length > 0 && IsAnyWith(resource, request.Subresource)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsAnyWith(string resource, string subresource) =>
        resource.Length == subresource.Length + 2 && resource.StartsWith("*/", StringComparison.Ordinal) && resource.EndsWith(subresource, StringComparison.Ordinal);

    private static bool Has(IReadOnlyList<string> allowed, string asked)
    {
        foreach (var entry in allowed)
        {
            if (entry == All || entry == asked)
            {
                return true;
            }
        }
        return false;
    }

    private static string[] Texts(JsonObject rule, string field) =>
        [.. (rule.At(field) as JsonArray ?? []).Select(v => v.Text()).OfType<string>()];
}
