using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>Gives out tokens of service accounts on request: TokenRequest of <c>authentication.k8s.io/v1</c>, posted to <c>serviceaccounts/NAME/token</c>.</summary>
public sealed class TokenRequests(ObjectStore store, ServiceAccountTokens tokens, TimeProvider clock)
{
    private const string Group = "authentication.k8s.io";
    private const long DefaultSeconds = 3600;
    private const long LeastSeconds = 600;
    private const long MostSeconds = 1L << 32;

    /// <summary>Fills in what the request leaves open, and <c>status</c> with the token.</summary>
    /// <exception cref="ApiException">404, 409 or 422: what is asked for is not there or not possible.</exception>
    public void Answer(JsonObject request, string ns, string name)
    {
        var account = StoreJson.Object(store.Current.Find(ResourceTypes.ServiceAccounts, ns, name) ?? throw ApiErrors.NotFound(ResourceTypes.ServiceAccounts, name));
        var spec = request.Child("spec");
        var seconds = spec.Whole("expirationSeconds") ?? DefaultSeconds;
        if (seconds is < LeastSeconds or > MostSeconds)
        {
            var why = seconds < LeastSeconds ? "may not specify a duration less than 10 minutes" : "may not specify a duration larger than 2^32 seconds";
            throw ApiErrors.Invalid(Group, "TokenRequest", "", FieldError.Invalid("spec.expirationSeconds", seconds, why));
        }
        var audiences = (spec["audiences"] as JsonArray ?? []).Select(a => a.Text() ?? "").ToList();
        var now = clock.GetUtcNow();
        var claims = new TokenClaims
        {
            Namespace = ns,
            ServiceAccount = name,
            ServiceAccountUid = account.Uid(),
            Bound = Bound(spec["boundObjectRef"] as JsonObject, ns, name),
            Audiences = audiences.Count > 0 ? audiences : [ServiceAccountTokens.Audience],
            Issued = now,
            Expires = now.AddSeconds(seconds),
        };
        request["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns, ["uid"] = account.Uid(), ["creationTimestamp"] = Manifest.Stamp(now) };
        request["spec"] = new JsonObject
        {
            ["audiences"] = new JsonArray([.. claims.Audiences.Select(a => JsonValue.Create(a))]),
            ["expirationSeconds"] = seconds,
            ["boundObjectRef"] = spec["boundObjectRef"]?.DeepClone(),
        };
        request["status"] = new JsonObject { ["token"] = tokens.Sign(claims), ["expirationTimestamp"] = Manifest.Stamp(claims.Expires.Value) };
    }

    private BoundObject? Bound(JsonObject? reference, string ns, string serviceAccount)
    {
        if (reference is null)
        {
            return null;
        }
        var (kind, name, uid) = (reference.Text("kind") ?? "", reference.Text("name") ?? "", reference.Text("uid") ?? "");
        if (!BoundObject.Kinds.Contains(kind, StringComparer.Ordinal) || reference.Text("apiVersion") is not (null or "" or "v1"))
        {
            throw ApiErrors.BadRequest($"cannot bind token to object of type {reference.Text("apiVersion") ?? ""}, Kind={kind}");
        }
        var bound = new BoundObject(kind, name, uid);
        var obj = StoreJson.Object(store.Current.Find(bound.Type, ns, name) ?? throw ApiErrors.NotFound(bound.Type, name));
        if (uid.Length > 0 && uid != obj.Uid())
        {
            throw ApiErrors.Conflict(bound.Type, name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }
        if (kind == "Pod" && obj.Text("spec", "serviceAccountName") != serviceAccount)
        {
            throw ApiErrors.BadRequest($"cannot bind token for serviceaccount {GoText.Quote(serviceAccount)} to pod running with different serviceaccount name.");
        }
        return bound with { Uid = obj.Uid() };
    }
}
