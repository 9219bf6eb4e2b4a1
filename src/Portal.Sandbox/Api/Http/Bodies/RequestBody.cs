using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Portal.Sandbox.Api.Protobuf;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>Reads bodies: JSON, YAML or protobuf, within bounds. What is not valid UTF-8 becomes U+FFFD, as in Go.</summary>
internal static class RequestBody
{
    /// <summary>As a Kubernetes API server has it.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    public const string MediaTypes = "application/json, application/yaml, " + ProtoReader.MediaType;

    private const int ShownInErrors = 30;

    /// <summary>The body of a request for an object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">What it should be; for errors.</param>
    /// <exception cref="ApiException">400, 413 or 415.</exception>
    public static async Task<RequestDocument> ReadAsync(ApiRequest request, string kind)
    {
        var format = FormatOf(request.Http.Request) ?? throw UnknownFormat(MediaTypes);
        var bytes = await ReadBytesAsync(request.Http, request.Aborted);
        try
        {
            return Parse(bytes, format);
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException)
        {
            throw Unrecognized(kind, format == BodyFormat.Protobuf ? e.Message : "couldn't get version/kind; json parse error: " + e.Message, bytes);
        }
    }

    public static ApiException Unrecognized(string kind, string why, ReadOnlyMemory<byte> bytes) =>
        ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why} ({Summary(bytes.Span)})");

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

    /// <exception cref="ApiException">413.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext http, CancellationToken ct)
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

    /// <exception cref="JsonException">Not of that format; the message is Go's.</exception>
    /// <exception cref="YamlDotNet.Core.YamlException">Not YAML.</exception>
    public static RequestDocument Parse(ReadOnlyMemory<byte> bytes, BodyFormat format)
    {
        switch (format)
        {
            case BodyFormat.Protobuf:
                return new RequestDocument(ProtoReader.Read(bytes.Span), [], bytes);
            case BodyFormat.Yaml when IsJson(bytes, out var node):
                return new RequestDocument(node, [], bytes);
            case BodyFormat.Yaml:
                var (yaml, lines) = YamlReader.Read(Encoding.UTF8.GetString(bytes.Span));
                return new RequestDocument(yaml, lines.Count == 0 ? [] : ["yaml: unmarshal errors:\n  " + string.Join("\n  ", lines)], bytes);
            default:
                var (json, duplicates) = Json(bytes);
                return new RequestDocument(json, duplicates, bytes);
        }
    }

    /// <summary>JSON is YAML too, and read much faster: kubectl sends megabytes of it as YAML.</summary>
    private static bool IsJson(ReadOnlyMemory<byte> bytes, out JsonNode? node)
    {
        node = null;
        if (bytes.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..] || !Utf8.IsValid(bytes.Span))
        {
            return false;
        }
        try
        {
            node = StoreJson.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (JsonNode? Node, IReadOnlyList<string> Duplicates) Json(ReadOnlyMemory<byte> bytes)
    {
        var text = Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
        try
        {
            return (StoreJson.Parse(text), []);
        }
        catch (JsonException e)
        {
            // Not JSON, too deep, or a key that comes twice: only the last is taken.
            if (JsonSyntax.Explain(bytes.Span) is { } wrong)
            {
                throw new JsonException(wrong, e);
            }
        }
        try
        {
            return DuplicateReader.Read(text.Span, StoreJson.MaxDepth);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new JsonException("exceeded max depth", e);
        }
    }

    private static string Summary(ReadOnlySpan<byte> body)
    {
        var shown = body[..Math.Min(body.Length, ShownInErrors)];
        var more = body.Length > ShownInErrors ? " ..." : "";
        return body.Length == 0 ? "<empty>" : (body[0] == '{' ? Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown)) + more;
    }

    private static ApiException TooLarge() => ApiErrors.TooLarge($"Request entity too large: limit is {MaxBytes}");
}
