using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources.OpenApi;

/// <summary>OpenAPI of the custom kinds: version 3 a document for each group and version, version 2 definitions for the document of everything.</summary>
internal static class CustomOpenApi
{
    private static readonly ConditionalWeakTable<CustomResourceVersion, JsonObject> Schemas = [];

    /// <summary>The documents that there are, with a hash that changes when they do.</summary>
    public static IEnumerable<(string Path, string Hash)> Index(KindSet kinds) => kinds.All.Where(k => k.Custom is not null)
        .GroupBy(k => $"apis/{k.Type.ApiVersion}", StringComparer.Ordinal)
        .Select(g => (g.Key, Hash(g.Select(k => k.Custom!.Definition.Stored))));

    /// <summary>The document of a path such as <c>apis/argoproj.io/v1alpha1</c>, or null.</summary>
    public static byte[]? Document(KindSet kinds, string path)
    {
        var served = kinds.All.Where(k => k.Custom is not null && $"apis/{k.Type.ApiVersion}" == path).ToList();
        if (served.Count == 0)
        {
            return null;
        }
        var (paths, schemas) = (new JsonObject(), MetaSchemas.All("#/components/schemas/"));
        foreach (var kind in served)
        {
            CustomPaths.Add(paths, kind, SchemaName(kind.Type));
            schemas[SchemaName(kind.Type)] = Full(kind, "#/components/schemas/");
            schemas[SchemaName(kind.Type) + "List"] = MetaSchemas.List(kind, SchemaName(kind.Type), "#/components/schemas/");
        }
        return StoreJson.Bytes(new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes CRD Swagger", ["version"] = "v0.1.0" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        });
    }

    /// <summary>Definitions for the document of version 2.</summary>
    public static JsonObject Definitions(KindSet kinds)
    {
        var definitions = new JsonObject();
        foreach (var kind in kinds.All.Where(k => k.Custom is not null))
        {
            definitions[SchemaName(kind.Type)] = SwaggerSchema.Of(Full(kind, "#/definitions/"));
        }
        return definitions;
    }

    /// <summary>The group's name backwards, as Kubernetes names schemas: <c>io.argoproj.v1alpha1.Workflow</c>.</summary>
    public static string SchemaName(ResourceType type) => $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";

    private static JsonObject Full(ServedKind kind, string references)
    {
        var schema = Schemas.GetValue(kind.Custom!, Raw).DeepClone().AsObject();
        if (schema["properties"] is not JsonObject properties)
        {
            return schema;
        }
        properties["apiVersion"] = MetaSchemas.ApiVersion();
        properties["kind"] = MetaSchemas.Kind();
        properties["metadata"] = MetaSchemas.Reference(MetaSchemas.ObjectMeta, "Name, labels and other standard data.", references);
        schema["x-kubernetes-group-version-kind"] = new JsonArray(MetaSchemas.GroupVersionKind(kind.Type, kind.Type.Kind));
        return schema;
    }

    private static JsonObject Raw(CustomResourceVersion version)
    {
        var document = version.Document(out var owner);
        using (owner)
        {
            var schema = document.ValueKind == System.Text.Json.JsonValueKind.Object ? JsonNode.Parse(document.GetRawText())!.AsObject() : new JsonObject { ["type"] = "object" };
            // Kubernetes says nothing more of what may have any field at its top.
            return schema["x-kubernetes-preserve-unknown-fields"] is not null && schema["properties"] is null ? new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(), ["x-kubernetes-preserve-unknown-fields"] = true } : schema;
        }
    }

    private static string Hash(IEnumerable<StoredObject> definitions)
    {
        var text = string.Join(' ', definitions.Select(d => $"{d.Name}:{d.Version.ToString(CultureInfo.InvariantCulture)}"));
        return Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
