using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.CustomResources.OpenApi;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.OpenApi;

/// <summary>
/// OpenAPI: version 3 by group and version, as <c>kubectl explain</c>, completion and validation read it, and version 2 with the same schemas. The
/// documents are made from the types that the API itself decodes with.
/// </summary>
public sealed class OpenApiHandler(ObjectStore store)
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
            var everything = OpenApiDocument.Version2(ServedKinds.All);
            foreach (var (name, schema) in CustomOpenApi.Definitions(KindSet.At(store.Current)))
            {
                everything["definitions"]![name] = schema?.DeepClone();
            }
            await WriteAsync(http, StoreJson.Bytes(everything));
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
        var document = groups.FirstOrDefault(g => path == $"{Root}/{g.Key}") is { } group
            ? StoreJson.Bytes(OpenApiDocument.Version3(group))
            : CustomOpenApi.Document(KindSet.At(store.Current), path[(Root.Length + 1)..]);
        if (document is null)
        {
            return false;
        }
        await WriteAsync(http, document);
        return true;
    }

    private JsonObject Index(IEnumerable<IGrouping<string, ServedKind>> groups)
    {
        var documents = groups.Select(g => (Path: g.Key, Hash: Hash(StoreJson.Bytes(OpenApiDocument.Version3(g))))).Concat(CustomOpenApi.Index(KindSet.At(store.Current)));
        return new JsonObject
        {
            ["paths"] = new JsonObject(documents.OrderBy(d => d.Path, StringComparer.Ordinal).Select(d =>
                KeyValuePair.Create<string, JsonNode?>(d.Path, new JsonObject { ["serverRelativeURL"] = $"/{Root}/{d.Path}?hash={d.Hash}" }))),
        };
    }

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
