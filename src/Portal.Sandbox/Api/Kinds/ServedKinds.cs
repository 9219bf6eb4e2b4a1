using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>Everything that the API serves.</summary>
public static class ServedKinds
{
    public static readonly ResourceType TokenReviews = Review("authentication.k8s.io", "tokenreviews", "TokenReview");
    public static readonly ResourceType SelfSubjectReviews = Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview");
    /// <summary>What is posted to a service account's <c>token</c>; served nowhere else.</summary>
    public static readonly ResourceType TokenRequests = Review("authentication.k8s.io", "tokenrequests", "TokenRequest") with { Namespaced = true };
    public static readonly ResourceType SubjectAccessReviews = Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview");
    public static readonly ResourceType LocalSubjectAccessReviews = Review("authorization.k8s.io", "localsubjectaccessreviews", "LocalSubjectAccessReview") with { Namespaced = true };
    public static readonly ResourceType SelfSubjectAccessReviews = Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview");
    public static readonly ResourceType SelfSubjectRulesReviews = Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview");

    public static IReadOnlyList<ServedKind> All { get; } =
    [
        .. ResourceTypes.All.Select(t => new ServedKind(t, false, [.. Subresources(t)])),
        .. new[] { SelfSubjectReviews, TokenReviews, SelfSubjectAccessReviews, SelfSubjectRulesReviews, SubjectAccessReviews, LocalSubjectAccessReviews }.Select(t => new ServedKind(t, true, [])),
    ];

    /// <summary>Kinds outside the core group, by group.</summary>
    public static IEnumerable<IGrouping<string, ServedKind>> Groups => All.Where(k => k.Type.Group.Length > 0).GroupBy(k => k.Type.Group, StringComparer.Ordinal);

    public static IEnumerable<ServedKind> Of(string group) => All.Where(k => k.Type.Group == group);

    /// <summary>The kind that a path names, or null.</summary>
    public static ServedKind? Find(string group, string version, string plural) =>
        All.FirstOrDefault(k => k.Type.Plural == plural && k.Type.Group == group && k.Type.Version == version);

    private static IEnumerable<(string, string, IReadOnlyList<string>)> Subresources(ResourceType type)
    {
        if (type == ResourceTypes.Namespaces)
        {
            yield return ("finalize", type.Kind, ["update"]);
        }
        if (type == ResourceTypes.Pods)
        {
            yield return ("log", type.Kind, ["get"]);
        }
        if (type == ResourceTypes.ServiceAccounts)
        {
            yield return ("token", TokenRequests.Kind, ["create"]);
        }
        if (type.StatusSubresource)
        {
            yield return ("status", type.Kind, ["get", "patch", "update"]);
        }
    }

    private static ResourceType Review(string group, string plural, string kind) => new(group, "v1", plural, kind.ToLowerInvariant(), kind, false, [], false);
}
