using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>The kinds that are built in. What is served besides, <see cref="KindSet"/> knows.</summary>
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

    private static IEnumerable<(string, string, IReadOnlyList<string>)> Subresources(ResourceType type)
    {
        if (type == ResourceTypes.Namespaces)
        {
            yield return ("finalize", type.Kind, ["update"]);
        }
        if (type == ResourceTypes.Pods)
        {
            yield return ("attach", "PodAttachOptions", ["create", "get"]);
            yield return ("exec", "PodExecOptions", ["create", "get"]);
            yield return ("log", type.Kind, ["get"]);
            yield return ("portforward", "PodPortForwardOptions", ["create", "get"]);
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
