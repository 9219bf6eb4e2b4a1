using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Portal.Sandbox.Api.Protobuf;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Reads bodies: JSON or YAML, within bounds, in valid UTF-8.</summary>
internal static class RequestBody
{
    /// <summary>As a Kubernetes API server has it.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private const int ShownInErrors = 1024;

    /// <summary>The object of a create or update.</summary>
    /// <exception cref="ApiException">400, 413 or 415.</exception>
    public static async Task<JsonObject> ReadObjectAsync(ApiRequest request)
    {
        var format = FormatOf(request.Http.Request) ?? throw UnknownFormat($"application/json, application/yaml, {ProtoReader.MediaType}");
        var bytes = await ReadAsync(request.Http, request.Aborted);
        var kind = request.Type.Kind;
        if (Parse(bytes, format, kind) is not JsonObject obj)
        {
            throw ApiErrors.BadRequest(Unrecognized(kind, "the document is not an object", bytes));
        }
        return obj;
    }

    /// <summary>A body of any shape; null when there is none.</summary>
    public static async Task<JsonNode?> ReadOptionalAsync(HttpContext http, BodyFormat format, string kind, CancellationToken ct)
    {
        var bytes = await ReadAsync(http, ct);
        return bytes.Length == 0 ? null : Parse(bytes, format, kind);
    }

    /// <summary>How the body is written; null when in no way that is read.</summary>
    public static BodyFormat? FormatOf(HttpRequest request) => request.ContentType?.Split(';')[0].Trim() switch
    {
        null or "" or "application/json" => BodyFormat.Json,
        "application/yaml" => BodyFormat.Yaml,
        ProtoReader.MediaType => BodyFormat.Protobuf,
        _ => null,
    };

    public static ApiException UnknownFormat(string accepted) =>
        new(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: " + accepted);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }
        var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(chunk, ct)) > 0;)
        {
            if (buffer.Length + read > MaxBytes)
            {
                throw TooLarge();
            }
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static JsonNode? Parse(ReadOnlyMemory<byte> bytes, BodyFormat format, string kind)
    {
        if (format != BodyFormat.Protobuf && !Utf8.IsValid(bytes.Span))
        {
            throw ApiErrors.BadRequest(Unrecognized(kind, "the document is not valid UTF-8", default));
        }
        try
        {
            return format switch
            {
                BodyFormat.Yaml => YamlReader.Read(Encoding.UTF8.GetString(bytes.Span)),
                BodyFormat.Protobuf => ProtoReader.Read(bytes.Span),
                _ => StoreJson.Parse(bytes),
            };
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest(Unrecognized(kind, $"{format.ToString().ToLowerInvariant()} parse error: {e.Message}", format == BodyFormat.Protobuf ? default : bytes));
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw ApiErrors.BadRequest(Unrecognized(kind, "yaml parse error: " + e.Message, bytes));
        }
    }

    private static string Unrecognized(string kind, string why, ReadOnlyMemory<byte> bytes) =>
        $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; {why} ({Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, ShownInErrors)])})";

    private static ApiException TooLarge() => ApiErrors.TooLarge($"Request entity too large: limit is {MaxBytes}");
}
