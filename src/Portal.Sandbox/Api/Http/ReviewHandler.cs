using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Writing;

namespace Portal.Sandbox.Api.Http;

/// <summary>Questions that are posted and answered at once: who is this, and what may they do.</summary>
public sealed class ReviewHandler(TokenAuthenticator authenticator, IAuthorizer authorizer, TimeProvider clock)
{
    public async Task AnswerAsync(ApiRequest request)
    {
        if (request.Info.Verb != "create")
        {
            throw ApiErrors.MethodNotAllowed();
        }
        var review = await ObjectBody.ReadAsync(request, FieldValidation.Of(request, "CreateOptions"));
        ObjectMeta.Of(review);
        review.Remove("status");
        review["status"] = request.Type.Kind switch
        {
            "SelfSubjectReview" => WhoAmI(request, review),
            "TokenReview" => WhoseToken(review),
            "SelfSubjectRulesReview" => Rules(request, review),
            "SelfSubjectAccessReview" => Access(request, review, request.Caller),
            _ => Access(request, review, new Caller(Text(review, "user"), Text(review, "uid"), Strings(review["spec"]?["groups"]))),
        };
        await ApiResponse.WriteAsync(request.Http, 201, review);
    }

    private JsonObject WhoAmI(ApiRequest request, JsonObject review)
    {
        review["metadata"]!["creationTimestamp"] = ObjectMeta.Time(clock.GetUtcNow());
        return new JsonObject { ["userInfo"] = UserInfo(request.Caller) };
    }

    private JsonObject WhoseToken(JsonObject review) => authenticator.Read(Text(review, "token")) is { } caller
        ? new JsonObject { ["authenticated"] = true, ["user"] = UserInfo(caller) }
        : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };

    private JsonObject Rules(ApiRequest request, JsonObject review) => new()
    {
        ["resourceRules"] = new JsonArray([.. authorizer.RulesFor(request.Caller, Text(review, "namespace")).Select(r => new JsonObject
        {
            ["verbs"] = Array(r.Verbs), ["apiGroups"] = Array(r.Groups), ["resources"] = Array(r.Resources),
        })]),
        ["nonResourceRules"] = new JsonArray(new JsonObject
        {
            ["verbs"] = new JsonArray("get"),
            ["nonResourceURLs"] = new JsonArray("/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"),
        }),
        ["incomplete"] = false,
    };

    private JsonObject Access(ApiRequest request, JsonObject review, Caller caller)
    {
        var (resource, path) = (review["spec"]?["resourceAttributes"] as JsonObject, review["spec"]?["nonResourceAttributes"] as JsonObject);
        if (resource is null == path is null)
        {
            throw ApiErrors.Invalid(request.Type.Group, "", "", FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        var asked = resource ?? path!;
        var why = authorizer.Allow(new AccessRequest
        {
            Caller = caller,
            Verb = Of(asked, "verb"),
            Group = Of(asked, "group"),
            Resource = Of(asked, "resource"),
            Subresource = Of(asked, "subresource"),
            Namespace = Of(asked, "namespace"),
            Name = Of(asked, "name"),
            Path = Of(asked, "path"),
        });
        var status = new JsonObject { ["allowed"] = why is not null };
        if (why is not null)
        {
            status["reason"] = why;
        }
        return status;
    }

    private static JsonObject UserInfo(Caller caller)
    {
        var info = new JsonObject { ["username"] = caller.Name };
        if (caller.Uid.Length > 0)
        {
            info["uid"] = caller.Uid;
        }
        info["groups"] = Array(caller.Groups);
        if (caller.Extra.Count > 0)
        {
            info["extra"] = new JsonObject(caller.Extra.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, Array(e.Value))));
        }
        return info;
    }

    private static string Text(JsonObject review, string key) => review["spec"] is JsonObject spec ? Of(spec, key) : "";

    private static string Of(JsonObject obj, string key) => obj[key]?.ToString() ?? "";

    private static List<string> Strings(JsonNode? list) => [.. (list as JsonArray ?? []).Select(v => v?.ToString() ?? "")];

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
}
