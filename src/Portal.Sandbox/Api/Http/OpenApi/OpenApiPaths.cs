using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.OpenApi;

/// <summary>The paths of a kind, with what can be done there.</summary>
internal static class OpenApiPaths
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] ListParameters = ["continue", "fieldSelector", "labelSelector", "resourceVersion", "resourceVersionMatch"];
    private static readonly string[] PatchFormats = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

    public static void Add(JsonObject paths, ServedKind kind, string schema)
    {
        var type = kind.Type;
        var collection = $"{(type.Group.Length == 0 ? "/api/v1" : $"/apis/{type.ApiVersion}")}/{(type.Namespaced ? "namespaces/{namespace}/" : "")}{type.Plural}";
        var post = Operation(type, "post", schema, "application/json", WriteParameters);
        if (kind.IsReview)
        {
            paths[collection] = new JsonObject { ["post"] = post };
            return;
        }
        paths[collection] = new JsonObject { ["get"] = Operation(type, "list", schema, null, ListParameters), ["post"] = post };
        paths[collection + "/{name}"] = new JsonObject
        {
            ["get"] = Operation(type, "get", schema, null),
            ["put"] = Operation(type, "put", schema, "application/json", WriteParameters),
            ["patch"] = Patch(type, schema),
            ["delete"] = Operation(type, "delete", schema, null, "dryRun", "gracePeriodSeconds", "propagationPolicy"),
        };
    }

    private static JsonObject Patch(ResourceType type, string schema)
    {
        var operation = Operation(type, "patch", schema, null, [.. WriteParameters, "force"]);
        var formats = KindTable.Of(type).BuiltIn ? [.. PatchFormats, "application/strategic-merge-patch+json"] : PatchFormats;
        operation["requestBody"] = new JsonObject
        {
            ["content"] = new JsonObject(formats.Select(f => KeyValuePair.Create<string, JsonNode?>(f, new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } }))),
        };
        return operation;
    }

    private static JsonObject Operation(ResourceType type, string action, string schema, string? body, params IReadOnlyList<string> parameters)
    {
        var operation = new JsonObject
        {
            ["parameters"] = new JsonArray([.. parameters.Select(p => new JsonObject { ["name"] = p, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } })]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK", ["content"] = Content("application/json", schema) } },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = OpenApiSchemas.GroupVersionKind(type),
        };
        if (body is not null)
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content(body, schema) };
        }
        return operation;
    }

    private static JsonObject Content(string format, string schema) =>
        new() { [format] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = schema } } };
}
