using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>What a service account's token says, in the claims that Kubernetes uses.</summary>
public sealed record TokenClaims
{
    private const string Issuer = "https://kubernetes.default.svc";

    public required string Namespace { get; init; }

    public required string ServiceAccount { get; init; }

    /// <summary>Of the service account; empty when it had none to look up, as in tests of the node alone.</summary>
    public required string ServiceAccountUid { get; init; }

    /// <summary>The object that the token dies with, for example a pod; null when with the service account only.</summary>
    public BoundObject? Bound { get; init; }

    public IReadOnlyList<string> Audiences { get; init; } = [ServiceAccountTokens.Audience];

    public required DateTimeOffset Issued { get; init; }

    /// <summary>Null for a token that the node gave a pod: it dies with the pod.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary><c>jti</c>.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString();

    public JsonObject ToJson()
    {
        var account = new JsonObject { ["namespace"] = Namespace, ["serviceaccount"] = new JsonObject { ["name"] = ServiceAccount, ["uid"] = ServiceAccountUid } };
        if (Bound is not null)
        {
            account[Bound.Kind.ToLowerInvariant()] = new JsonObject { ["name"] = Bound.Name, ["uid"] = Bound.Uid };
        }
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. Audiences.Select(a => JsonValue.Create(a))]),
            ["iat"] = Issued.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Id,
            ["kubernetes.io"] = account,
            ["nbf"] = Issued.ToUnixTimeSeconds(),
            ["sub"] = Caller.ServiceAccountName(Namespace, ServiceAccount),
        };
        if (Expires is { } end)
        {
            claims.Insert(1, "exp", end.ToUnixTimeSeconds());
        }
        return claims;
    }

    /// <summary>Null when these are not the claims of a service account.</summary>
    public static TokenClaims? Read(JsonNode? claims)
    {
        var account = claims.At("kubernetes.io");
        if (claims.Text("iss") != Issuer || account.Text("namespace") is not { } ns || account.Text("serviceaccount", "name") is not { } name || claims.Whole("iat") is not { } issued)
        {
            return null;
        }
        return new TokenClaims
        {
            Namespace = ns,
            ServiceAccount = name,
            ServiceAccountUid = account.Text("serviceaccount", "uid") ?? "",
            Bound = BoundObject.Kinds.Select(k => account.At(k.ToLowerInvariant()) is { } bound ? new BoundObject(k, bound.Text("name") ?? "", bound.Text("uid") ?? "") : null).FirstOrDefault(b => b is not null),
            Audiences = [.. (claims.At("aud") as JsonArray ?? []).Select(a => a.Text() ?? "")],
            Issued = DateTimeOffset.FromUnixTimeSeconds(issued),
            Expires = claims.Whole("exp") is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
            Id = claims.Text("jti") ?? "",
        };
    }
}
