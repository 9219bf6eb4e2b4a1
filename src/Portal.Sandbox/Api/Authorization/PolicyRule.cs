namespace Portal.Sandbox.Api.Authorization;

/// <summary>Something that is allowed, as RBAC writes it; <c>*</c> is everything.</summary>
/// <param name="Verbs">Verbs.</param>
/// <param name="Groups">API groups.</param>
/// <param name="Resources">Resources, subresources as <c>pods/log</c>.</param>
public sealed record PolicyRule(IReadOnlyList<string> Verbs, IReadOnlyList<string> Groups, IReadOnlyList<string> Resources)
{
    public bool Allows(AccessRequest request) => Has(Verbs, request.Verb) && Has(Groups, request.Group) && Has(Resources, request.FullResource);

    private static bool Has(IReadOnlyList<string> allowed, string asked) => allowed.Contains("*", StringComparer.Ordinal) || allowed.Contains(asked, StringComparer.Ordinal);
}
