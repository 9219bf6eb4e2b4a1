using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.CustomResources.OpenApi;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>
/// The least OpenAPI that kubectl needs: for every kind the path of an object with a PATCH that knows <c>fieldValidation</c>, so that kubectl
/// leaves validation to the server. Schemas say "any object".
/// </summary>
public sealed class OpenApiHandler(ObjectStore store)
{
    private static readonly string[] Parameters = ["dryRun", "fieldManager", "fieldValidation", "force"];

    private readonly Dictionary<string, byte[]> _documents = ServedKinds.All
        .Where(k => !k.IsReview)
        .GroupBy(k => k.Type.Group.Length == 0 ? "api/v1" : $"apis/{k.Type.ApiVersion}", StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => StoreJson.Bytes(Document(g)), StringComparer.Ordinal);

    /// <summary>True when the path was one of OpenAPI and is answered.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/');
        if (path == "openapi/v3")
        {
            await ApiResponse.WriteAsync(http, 200, Index());
            return true;
        }
        if (path == "openapi/v2")
        {
            await ApiResponse.WriteAsync(http, 200, new JsonObject
            {
                ["swagger"] = "2.0", ["info"] = Info(), ["paths"] = new JsonObject(), ["definitions"] = CustomOpenApi.Definitions(KindSet.At(store.Current)),
            });
            return true;
        }
        if (path.StartsWith("openapi/v3/", StringComparison.Ordinal) && (_documents.GetValueOrDefault(path["openapi/v3/".Length..]) ?? CustomOpenApi.Document(KindSet.At(store.Current), path["openapi/v3/".Length..])) is { } document)
        {
            await ApiResponse.WriteAsync(http, 200, document);
            return true;
        }
        return false;
    }

    private JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var (path, document) in _documents)
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Convert.ToHexString(SHA256.HashData(document))}" };
        }
        foreach (var (path, hash) in CustomOpenApi.Index(KindSet.At(store.Current)))
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={hash}" };
        }
        return new JsonObject { ["paths"] = paths };
    }

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = ApiVersionInfo.GitVersion };

    private static JsonObject Document(IEnumerable<ServedKind> kinds)
    {
        var (paths, schemas) = (new JsonObject(), new JsonObject());
        foreach (var (type, _, _) in kinds)
        {
            var root = type.Group.Length == 0 ? "/api/v1" : $"/apis/{type.ApiVersion}";
            var path = $"{root}/{(type.Namespaced ? "namespaces/{namespace}/" : "")}{type.Plural}/{{name}}";
            paths[path] = new JsonObject { ["patch"] = Patch(type) };
            schemas[Name(type)] = new JsonObject
            {
                ["type"] = "object",
                ["x-kubernetes-preserve-unknown-fields"] = true,
                ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(type)),
            };
        }
        return new JsonObject { ["openapi"] = "3.0.0", ["info"] = Info(), ["paths"] = paths, ["components"] = new JsonObject { ["schemas"] = schemas } };
    }

    private static JsonObject Patch(ResourceType type)
    {
        var content = new JsonObject();
        foreach (var format in (ReadOnlySpan<string>)["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"])
        {
            content[format] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } };
        }
        return new JsonObject
        {
            ["parameters"] = new JsonArray([.. Parameters.Select(p => new JsonObject { ["name"] = p, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } })]),
            ["requestBody"] = new JsonObject { ["content"] = content },
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = "patch",
            ["x-kubernetes-group-version-kind"] = GroupVersionKind(type),
        };
    }

    private static string Name(ResourceType type) => type.Group.Length == 0 ? $"io.k8s.api.core.v1.{type.Kind}" : $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";

    private static JsonObject GroupVersionKind(ResourceType type) => new() { ["group"] = type.Group, ["kind"] = type.Kind, ["version"] = type.Version };
}
