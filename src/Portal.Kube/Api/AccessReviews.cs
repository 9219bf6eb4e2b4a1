using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>Asks the API server what a person may do (SelfSubjectAccessReview, sent as that person). Answers are kept for a minute.</summary>
internal sealed class AccessReviews(ResourceClient client, TimeProvider time)
{
    private readonly ExpiringCache<(Caller, string Verb, ResourceKind, string? Namespace, string? Subresource), bool> _answers = new(20_000, TimeSpan.FromSeconds(60), time);

    public async Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct)
    {
        var question = (caller, verb, kind, ns, subresource);
        if (_answers.TryGet(question, out var known))
        {
            return known;
        }

        var attributes = new JsonObject { ["verb"] = verb, ["group"] = kind.Group, ["version"] = kind.Version, ["resource"] = kind.Plural };
        if (!string.IsNullOrEmpty(ns))
        {
            attributes["namespace"] = ns;
        }

        if (!string.IsNullOrEmpty(subresource))
        {
            attributes["subresource"] = subresource;
        }

        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        };
        var answer = await client.ReviewAsync(caller, "apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, ct);
        var allowed = answer["status"] is JsonObject status && status["allowed"] is JsonValue value && value.TryGetValue(out bool yes) && yes;
        _answers.Set(question, allowed);
        return allowed;
    }
}
