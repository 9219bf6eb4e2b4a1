using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Where a list goes on, in the form that Kubernetes gives it.</summary>
/// <param name="Version">Version of the whole list; -1 goes on with what is there now.</param>
/// <param name="After">Path, below the list's namespace, of the last object that was sent.</param>
internal readonly record struct ContinueToken(long Version, string After)
{
    private const string Format = "meta.k8s.io/v1";

    public string Write() =>
        Base64Url.EncodeToString(StoreJson.Bytes(new JsonObject { ["v"] = Format, ["rv"] = Version, ["start"] = After + "\0" }));

    /// <exception cref="ApiException">400.</exception>
    public static ContinueToken Read(string text)
    {
        try
        {
            var json = StoreJson.Parse(Base64Url.DecodeFromChars(text)) as JsonObject;
            var start = (string?)json?["start"];
            if ((string?)json?["v"] != Format || start is not { Length: > 1 } || start[^1] != '\0' || (long?)json["rv"] is not { } version || version is 0 or < -1)
            {
                throw Invalid("incorrect encoded start resourceVersion or start key");
            }
            return new ContinueToken(version, start[..^1].TrimStart('/'));
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw Invalid(e.Message);
        }
    }

    private static ApiException Invalid(string why) => ApiErrors.BadRequest("invalid continue token: continue key is not valid: " + why);
}
