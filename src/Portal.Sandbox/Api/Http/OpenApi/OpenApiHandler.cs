using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.OpenApi;

/// <summary>
/// OpenAPI: version 3 by group and version, as <c>kubectl explain</c>, completion and validation read it, and version 2 with the same schemas. The
/// documents are made from the types that the API itself decodes with.
/// </summary>
public sealed class OpenApiHandler
{
    private const string Root = "openapi/v3";

    /// <summary>True when the path was one of OpenAPI and is answered.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/');
        if (path == "openapi/v2")
        {
            if (AcceptHeader.OnlyProtobuf(http.Request))
            {
                throw AcceptHeader.NotAcceptable();
            }
            await WriteAsync(http, StoreJson.Bytes(OpenApiDocument.Version2(ServedKinds.All)));
            return true;
        }
        if (path != Root && !path.StartsWith(Root + "/", StringComparison.Ordinal))
        {
            return false;
        }
        var groups = ServedKinds.All.GroupBy(PathOf, StringComparer.Ordinal);
        if (path == Root)
        {
            await ApiResponse.WriteAsync(http, 200, Index(groups));
            return true;
        }
        if (groups.FirstOrDefault(g => path == $"{Root}/{g.Key}") is not { } group)
        {
            return false;
        }
        await WriteAsync(http, StoreJson.Bytes(OpenApiDocument.Version3(group)));
        return true;
    }

    private static JsonObject Index(IEnumerable<IGrouping<string, ServedKind>> groups) => new()
    {
        ["paths"] = new JsonObject(groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => KeyValuePair.Create<string, JsonNode?>(
            g.Key,
            new JsonObject { ["serverRelativeURL"] = $"/{Root}/{g.Key}?hash={Hash(StoreJson.Bytes(OpenApiDocument.Version3(g)))}" }))),
    };

    private static string PathOf(ServedKind kind) => kind.Type.Group.Length == 0 ? "api/v1" : $"apis/{kind.Type.ApiVersion}";

    private static async Task WriteAsync(HttpContext http, byte[] document)
    {
        var tag = $"\"{Hash(document)}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = 304;
            return;
        }
        await ApiResponse.WriteAsync(http, 200, document);
    }

    private static string Hash(byte[] document) => Convert.ToHexString(SHA512.HashData(document));
}
