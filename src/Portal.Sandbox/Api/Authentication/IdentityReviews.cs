using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>Answers who somebody is: SelfSubjectReview and TokenReview of <c>authentication.k8s.io/v1</c>.</summary>
public sealed class IdentityReviews(TokenAuthenticator authenticator, TimeProvider clock)
{
    /// <summary><c>status</c> of a SelfSubjectReview, which is stamped with the time.</summary>
    public JsonObject WhoAmI(JsonObject review, Caller caller)
    {
        review.Child("metadata")["creationTimestamp"] = Manifest.Stamp(clock.GetUtcNow());
        return new JsonObject { ["userInfo"] = UserInfo(caller) };
    }

    /// <summary><c>status</c> of a TokenReview.</summary>
    /// <exception cref="ApiException">400: there is no token.</exception>
    public JsonObject WhoseToken(JsonObject review)
    {
        if (review.Text("spec", "token") is not { Length: > 0 } token)
        {
            throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        }
        var wanted = (review.At("spec", "audiences") as JsonArray ?? []).Select(a => a.Text() ?? "").ToList();
        var audiences = wanted.Count == 0 ? [ServiceAccountTokens.Audience] : wanted.Where(a => a == ServiceAccountTokens.Audience).ToList();
        return audiences.Count > 0 && authenticator.Read(token) is { } caller
            ? new JsonObject { ["authenticated"] = true, ["user"] = UserInfo(caller), ["audiences"] = new JsonArray([.. audiences.Select(a => JsonValue.Create(a))]) }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
    }

    private static JsonObject UserInfo(Caller caller)
    {
        var info = new JsonObject { ["username"] = caller.Name };
        if (caller.Uid.Length > 0)
        {
            info["uid"] = caller.Uid;
        }
        info["groups"] = Texts(caller.Groups);
        if (caller.Extra.Count > 0)
        {
            info["extra"] = new JsonObject(caller.Extra.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, Texts(e.Value))));
        }
        return info;
    }

    private static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
}
