using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>The kinds that are built in. What is served besides, <see cref="KindSet"/> knows.</summary>
public static class ServedKinds
{
    public static readonly ResourceType TokenReviews = Review("authentication.k8s.io", "tokenreviews", "TokenReview");
    public static readonly ResourceType SelfSubjectReviews = Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview");
    public static readonly ResourceType SubjectAccessReviews = Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview");
    public static readonly ResourceType SelfSubjectAccessReviews = Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview");
    public static readonly ResourceType SelfSubjectRulesReviews = Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview");

    public static IReadOnlyList<ServedKind> All { get; } =
    [
        .. ResourceTypes.All.Select(t => new ServedKind(t, false, [.. Subresources(t)])),
        .. new[] { SelfSubjectReviews, TokenReviews, SelfSubjectAccessReviews, SelfSubjectRulesReviews, SubjectAccessReviews }.Select(t => new ServedKind(t, true, [])),
    ];

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
        if (type.StatusSubresource)
        {
            yield return ("status", type.Kind, ["get", "patch", "update"]);
        }
    }

    private static ResourceType Review(string group, string plural, string kind) => new(group, "v1", plural, kind.ToLowerInvariant(), kind, false, [], false);
}
