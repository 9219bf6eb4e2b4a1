using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;

namespace Portal.Sandbox.Api.CustomResources.OpenApi;

/// <summary>The paths of a custom kind: kubectl looks for its kind there, and for the parameters that a write takes.</summary>
internal static class CustomPaths
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] PatchFormats = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

    public static void Add(JsonObject paths, ServedKind kind, string schema)
    {
        var all = $"/apis/{kind.Type.ApiVersion}/{(kind.Type.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Type.Plural}";
        paths[all] = new JsonObject
        {
            ["get"] = Operation(kind, "list", [], null, schema + "List"),
            ["post"] = Operation(kind, "post", WriteParameters, Body(["application/json", "application/yaml"], schema), schema),
        };
        paths[all + "/{name}"] = One(kind, schema);
        foreach (var (name, _, _) in kind.Subresources.Where(s => s.Name == "status"))
        {
            paths[$"{all}/{{name}}/{name}"] = One(kind, schema, "delete");
        }
        if (kind.Type.Namespaced)
        {
            paths[$"/apis/{kind.Type.ApiVersion}/{kind.Type.Plural}"] = new JsonObject { ["get"] = Operation(kind, "list", [], null, schema + "List") };
        }
    }

    private static JsonObject One(ServedKind kind, string schema, string without = "")
    {
        var path = new JsonObject
        {
            ["get"] = Operation(kind, "get", ["resourceVersion"], null, schema),
            ["put"] = Operation(kind, "put", WriteParameters, Body(["application/json", "application/yaml"], schema), schema),
            ["delete"] = Operation(kind, "delete", ["dryRun", "gracePeriodSeconds", "propagationPolicy"], null, schema),
            ["patch"] = Operation(kind, "patch", [.. WriteParameters, "force"], Body(PatchFormats, "io.k8s.apimachinery.pkg.apis.meta.v1.Patch"), schema),
        };
        path.Remove(without);
        return path;
    }

    private static JsonObject Operation(ServedKind kind, string action, IEnumerable<string> parameters, JsonObject? body, string answer)
    {
        var operation = new JsonObject
        {
            ["parameters"] = new JsonArray([.. parameters.Select(p => new JsonObject { ["name"] = p, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = p == "force" ? "boolean" : "string" } })]),
        };
        if (body is not null)
        {
            operation["requestBody"] = body;
        }
        operation["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK", ["content"] = Content(["application/json", "application/yaml"], answer) } };
        operation["x-kubernetes-action"] = action;
        operation["x-kubernetes-group-version-kind"] = MetaSchemas.GroupVersionKind(kind.Type, kind.Type.Kind);
        return operation;
    }

    private static JsonObject Body(IEnumerable<string> formats, string schema) => new() { ["content"] = Content(formats, schema), ["required"] = true };

    private static JsonObject Content(IEnumerable<string> formats, string schema) =>
        new(formats.Select(f => KeyValuePair.Create<string, JsonNode?>(f, new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema } })));
}
