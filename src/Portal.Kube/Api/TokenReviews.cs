using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>Asks the API server whom a bearer token belongs to (TokenReview). Answers, also "nobody", are kept for half a minute under a hash of the token.</summary>
internal sealed class TokenReviews(ResourceClient client, TimeProvider time)
{
    private readonly ExpiringCache<string, Caller?> _answers = new(10_000, TimeSpan.FromSeconds(30), time);

    public async Task<Caller?> AuthenticateAsync(string token, CancellationToken ct)
    {
        if (!BearerToken.IsWellFormed(token))
        {
            return null;
        }

        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_answers.TryGet(key, out var known))
        {
            return known;
        }

        var review = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenReview",
            ["spec"] = new JsonObject { ["token"] = token },
        };
        var answer = await client.ReviewAsync(Caller.Portal, "apis/authentication.k8s.io/v1/tokenreviews", review, ct);
        var caller = Read(answer);
        _answers.Set(key, caller);
        return caller;
    }

    private static Caller? Read(JsonObject review)
    {
        if (review["status"] is not JsonObject status || status["authenticated"] is not JsonValue flag || !flag.TryGetValue(out bool authenticated) || !authenticated)
        {
            return null;
        }

        // A nameless user would count as the portal itself.
        if (status["user"] is not JsonObject user || user["username"] is not JsonValue text || !text.TryGetValue(out string? name) || name.Length == 0)
        {
            return null;
        }

        var groups = user["groups"] is JsonArray list ? list.OfType<JsonValue>().Select(g => g.TryGetValue(out string? group) ? group : "").Where(g => g.Length > 0) : [];
        return new Caller(name, [.. groups]);
    }
}
