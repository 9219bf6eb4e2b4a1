using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>Signed tokens (JWT, HS256) of service accounts. Nothing is kept: a token is good while its signature holds and its pod exists.</summary>
public sealed class ServiceAccountTokens(byte[] key, ObjectStore store, TimeProvider clock) : IServiceAccountTokens
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private const string Prefix = "system:serviceaccount:";

    public string Issue(string ns, string serviceAccount, string podUid)
    {
        var payload = new JsonObject
        {
            ["sub"] = $"{Prefix}{ns}:{serviceAccount}",
            ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
            ["ns"] = ns,
            ["pod"] = podUid,
        };
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}.{Base64Url.EncodeToString(StoreJson.Bytes(payload))}";
        return $"{text}.{Base64Url.EncodeToString(Sign(text))}";
    }

    /// <summary>Who the token stands for, or null.</summary>
    public Caller? Read(string token)
    {
        var end = token.LastIndexOf('.');
        if (end < 0 || !Base64Url.IsValid(token.AsSpan(end + 1)) || !CryptographicOperations.FixedTimeEquals(Sign(token[..end]), Base64Url.DecodeFromChars(token.AsSpan(end + 1))))
        {
            return null;
        }
        try
        {
            var claims = StoreJson.Parse(Base64Url.DecodeFromChars(token[..end].Split('.')[^1]))!;
            var (name, ns) = ((string)claims["sub"]!, (string)claims["ns"]!);
            return PodExists(ns, (string)claims["pod"]!)
                ? new Caller(name, "", ["system:serviceaccounts", $"system:serviceaccounts:{ns}", Caller.AuthenticatedGroup])
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool PodExists(string ns, string uid)
    {
        var wanted = Encoding.UTF8.GetBytes($"\"uid\":\"{uid}\"");
        return store.Current.Range(ResourceTypes.Pods, ns).Any(p => p.Json.Span.IndexOf(wanted) >= 0);
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
