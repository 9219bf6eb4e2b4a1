using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http.Bodies;
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
        var bytes = Decode(text);
        try
        {
            var json = StoreJson.Parse(bytes) as JsonObject;
            var (format, start, version) = ((string?)json?["v"] ?? "", (string?)json?["start"] ?? "", (long?)json?["rv"] ?? 0);
            if (format != Format)
            {
                throw Invalid($"server does not recognize this encoded version \"{format}\"");
            }
            if (version is 0 or < -1)
            {
                throw Invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
            }
            if (start.Length < 2 || start[^1] != '\0')
            {
                throw Invalid("encoded start key empty (version meta.k8s.io/v1)");
            }
            if (start.Split('/').Any(part => part is "." or ".."))
            {
                throw Invalid(start);
            }
            return new ContinueToken(version, start[..^1].TrimStart('/'));
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw Invalid(JsonSyntax.Explain(bytes) ?? "json: cannot unmarshal it into Go value of type storage.continueToken");
        }
    }

    /// <summary>As Go decodes it: bits that are left over at the end do not matter.</summary>
    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        var (bits, count) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (Value(text[i]) is not { } value || i == text.Length - 1 && text.Length % 4 == 1)
            {
                throw Invalid(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"illegal base64 data at input byte {i}"));
            }
            (bits, count) = ((bits << 6 | value) & 0xfff, count + 6);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }
        return [.. bytes];
    }

    private static int? Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        '_' => 63,
        _ => null,
    };

    private static ApiException Invalid(string why) => ApiErrors.BadRequest("invalid continue token: continue key is not valid: " + why);
}
