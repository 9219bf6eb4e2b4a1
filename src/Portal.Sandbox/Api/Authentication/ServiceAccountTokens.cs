using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>
/// Signed tokens (JWT, HS256) of service accounts. None is kept: a token is good while its signature and its time hold, and the service account and
/// the object that it is bound to exist.
/// </summary>
public sealed class ServiceAccountTokens(byte[] key, ObjectStore store, TimeProvider clock) : IServiceAccountTokens
{
    /// <summary>Who tokens are for unless they say otherwise: this API.</summary>
    public const string Audience = "https://kubernetes.default.svc";

    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private const string ExtraPrefix = "authentication.kubernetes.io/";

    public string Issue(string ns, string serviceAccount, string podName, string podUid) => Sign(new TokenClaims
    {
        Namespace = ns,
        ServiceAccount = serviceAccount,
        ServiceAccountUid = store.Current.Find(ResourceTypes.ServiceAccounts, ns, serviceAccount) is { } stored ? StoreJson.Object(stored).Uid() : "",
        Bound = new BoundObject("Pod", podName, podUid),
        Issued = clock.GetUtcNow(),
    });

    /// <summary>The token that says this.</summary>
    public string Sign(TokenClaims claims)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}.{Base64Url.EncodeToString(StoreJson.Bytes(claims.ToJson()))}";
        return $"{text}.{Base64Url.EncodeToString(Signature(text))}";
    }

    /// <summary>Who the token stands for, or null.</summary>
    public Caller? Read(string token)
    {
        var end = token.LastIndexOf('.');
        if (end < 0 || !Base64Url.IsValid(token.AsSpan(end + 1)) || !CryptographicOperations.FixedTimeEquals(Signature(token[..end]), Base64Url.DecodeFromChars(token.AsSpan(end + 1))))
        {
            return null;
        }
        return Claims(token[..end].Split('.')[^1]) is { } claims && IsGood(claims) ? CallerOf(claims) : null;
    }

    private bool IsGood(TokenClaims claims) =>
        claims.Audiences.Contains(Audience, StringComparer.Ordinal)
        && (claims.Expires is null || claims.Expires > clock.GetUtcNow())
        && Exists(ResourceTypes.ServiceAccounts, claims.Namespace, claims.ServiceAccount, claims.ServiceAccountUid)
        && (claims.Bound is null || Exists(claims.Bound.Type, claims.Namespace, claims.Bound.Name, claims.Bound.Uid));

    private bool Exists(ResourceType type, string ns, string name, string uid) =>
        store.Current.Find(type, ns, name) is { } stored && stored.Json.Span.IndexOf(Encoding.UTF8.GetBytes($"\"uid\":\"{uid}\"")) >= 0;

    private static TokenClaims? Claims(string payload)
    {
        try
        {
            return TokenClaims.Read(StoreJson.Parse(Base64Url.DecodeFromChars(payload)));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static Caller CallerOf(TokenClaims claims)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [ExtraPrefix + "credential-id"] = [$"JTI={claims.Id}"] };
        if (claims.Bound is { Kind: "Pod" } pod)
        {
            extra[ExtraPrefix + "pod-name"] = [pod.Name];
            extra[ExtraPrefix + "pod-uid"] = [pod.Uid];
        }
        return new Caller(
            Caller.ServiceAccountName(claims.Namespace, claims.ServiceAccount),
            claims.ServiceAccountUid,
            [.. Caller.ServiceAccountGroups(claims.Namespace), Caller.AuthenticatedGroup])
        {
            Extra = extra,
        };
    }

    private byte[] Signature(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
