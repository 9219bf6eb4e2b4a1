using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.CustomResources.OpenApi;

/// <summary>A schema as OpenAPI version 2 can say it: without combinations and nullable, as Kubernetes leaves them out there.</summary>
internal static class SwaggerSchema
{
    private static readonly string[] Unknown = ["anyOf", "oneOf", "not", "nullable", "default"];

    /// <summary>Changes the schema in place and returns it.</summary>
    public static JsonObject Of(JsonObject schema)
    {
        if (schema["allOf"] is JsonArray { Count: 1 } all && all[0] is JsonObject one && one.ContainsKey("$ref"))
        {
            schema["$ref"] = one["$ref"]!.DeepClone();
        }
        schema.Remove("allOf");
        foreach (var name in Unknown)
        {
            schema.Remove(name);
        }
        if (schema["x-kubernetes-preserve-unknown-fields"] is not null || schema["x-kubernetes-int-or-string"] is not null && schema["type"] is null)
        {
            schema.Remove("properties");
            schema.Remove("items");
            return schema;
        }
        foreach (var (_, property) in schema["properties"] as JsonObject ?? [])
        {
            Of(property!.AsObject());
        }
        foreach (var name in (ReadOnlySpan<string>)["items", "additionalProperties"])
        {
            if (schema[name] is JsonObject nested)
            {
                Of(nested);
            }
        }
        return schema;
    }
}
