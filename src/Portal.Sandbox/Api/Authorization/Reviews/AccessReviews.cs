using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authorization.Reviews;

/// <summary>Answers what somebody may do: (Self|Local)SubjectAccessReview and SelfSubjectRulesReview of <c>authorization.k8s.io/v1</c>.</summary>
public sealed class AccessReviews(IAuthorizer authorizer)
{
    /// <summary><c>status</c> of an access review.</summary>
    /// <exception cref="ApiException">422 or 400: the question is not one.</exception>
    public JsonObject Access(ResourceType type, JsonObject review, string ns, Caller asking)
    {
        var spec = review.Child("spec");
        var isSelf = type == ServedKinds.SelfSubjectAccessReviews;
        if (Check(type, spec, isSelf).ToList() is { Count: > 0 } errors)
        {
            throw ApiErrors.Invalid(type.Group, "", "", errors);
        }
        if (type == ServedKinds.LocalSubjectAccessReviews && (spec.Text("resourceAttributes", "namespace") ?? "") != ns)
        {
            throw ApiErrors.BadRequest($"spec.resourceAttributes.namespace must match namespace: {ns}");
        }
        var decision = authorizer.Decide(Question(spec, isSelf ? asking : About(spec)));
        var status = new JsonObject { ["allowed"] = decision.Allowed };
        if (decision.Reason.Length > 0)
        {
            status["reason"] = decision.Reason;
        }
        return status;
    }

    /// <summary><c>status</c> of a rules review; as in Kubernetes the answer's <c>spec</c> is empty.</summary>
    /// <exception cref="ApiException">400: no namespace is named.</exception>
    public JsonObject Rules(JsonObject review, Caller asking)
    {
        if (review.Text("spec", "namespace") is not { Length: > 0 } ns)
        {
            throw ApiErrors.BadRequest("no namespace on request");
        }
        review["spec"] = new JsonObject();
        var rules = authorizer.RulesFor(asking, ns);
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(r => r.Resources.Count > 0).Select(ResourceRule)]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(r => r.Paths.Count > 0).Select(r => new JsonObject { ["verbs"] = Texts(r.Verbs), ["nonResourceURLs"] = Texts(r.Paths) })]),
            ["incomplete"] = false,
        };
    }

    private static JsonObject ResourceRule(PolicyRule rule)
    {
        var written = new JsonObject { ["verbs"] = Texts(rule.Verbs), ["apiGroups"] = Texts(rule.Groups), ["resources"] = Texts(rule.Resources) };
        if (rule.Names.Count > 0)
        {
            written["resourceNames"] = Texts(rule.Names);
        }
        return written;
    }

    private static IEnumerable<FieldError> Check(ResourceType type, JsonObject spec, bool isSelf)
    {
        var (resource, path) = (spec["resourceAttributes"], spec["nonResourceAttributes"]);
        if (resource is not null && path is not null)
        {
            yield return FieldError.Invalid("spec.nonResourceAttributes", path, "cannot be specified in combination with resourceAttributes");
        }
        if (resource is null && path is null)
        {
            yield return FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        if (!isSelf && string.IsNullOrEmpty(spec.Text("user")) && spec["groups"] is not JsonArray { Count: > 0 })
        {
            yield return FieldError.Invalid("spec.user", "", "at least one of user or group must be specified");
        }
        if (type == ServedKinds.LocalSubjectAccessReviews && path is not null)
        {
            yield return FieldError.Invalid("spec.nonResourceAttributes", path, "disallowed on this kind of request");
        }
    }

    private static Caller About(JsonObject spec) => new(spec.Text("user") ?? "", spec.Text("uid") ?? "", Texts(spec["groups"]))
    {
        Extra = (spec["extra"] as JsonObject ?? []).ToDictionary(e => e.Key, e => Texts(e.Value), StringComparer.Ordinal),
    };

    private static AccessRequest Question(JsonObject spec, Caller caller)
    {
        var isResource = spec["resourceAttributes"] is not null;
        var asked = spec[isResource ? "resourceAttributes" : "nonResourceAttributes"];
        string Of(string field) => asked.Text(field) ?? "";
        return new AccessRequest
        {
            Caller = caller,
            Verb = Of("verb"),
            IsResource = isResource,
            Group = Of("group"),
            Resource = Of("resource"),
            Subresource = Of("subresource"),
            Namespace = Of("namespace"),
            Name = Of("name"),
            Path = Of("path"),
        };
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(v => v.Text() ?? "")];

    private static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
}
