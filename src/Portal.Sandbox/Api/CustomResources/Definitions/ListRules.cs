using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>How <c>x-kubernetes-list-type</c>, <c>-list-map-keys</c> and <c>-map-type</c> may be used.</summary>
internal static class ListRules
{
    public static IEnumerable<FieldError> Check(Schema schema, string path)
    {
        if (schema.ListType.Length > 0)
        {
            if (schema.Type != "array")
            {
                yield return schema.Type.Length == 0
                    ? FieldError.Required($"{path}.type", "must be array if x-kubernetes-list-type is specified")
                    : FieldError.Invalid($"{path}.type", schema.Type, "must be array if x-kubernetes-list-type is specified");
            }
            if (schema.ListType is not ("atomic" or "set" or "map"))
            {
                yield return FieldError.NotSupported($"{path}.x-kubernetes-list-type", schema.ListType, "atomic", "map", "set");
            }
        }
        if (schema.MapType is not ("" or "atomic" or "granular"))
        {
            yield return FieldError.NotSupported($"{path}.x-kubernetes-map-type", schema.MapType, "atomic", "granular");
        }
        if (schema.MapType.Length > 0 && schema.Type != "object")
        {
            yield return FieldError.Invalid($"{path}.type", schema.Type, "must be object if x-kubernetes-map-type is specified");
        }
        if (schema.ListType != "map" && schema.ListMapKeys.Count > 0)
        {
            yield return schema.ListType.Length == 0
                ? FieldError.Required($"{path}.x-kubernetes-list-type", "must be map if x-kubernetes-list-map-keys is non-empty")
                : FieldError.Invalid($"{path}.x-kubernetes-list-type", schema.ListType, "must be map if x-kubernetes-list-map-keys is non-empty");
        }
        foreach (var error in schema.ListType == "map" ? Keys(schema, path) : schema.ListType == "set" ? Set(schema, path) : [])
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Keys(Schema schema, string path)
    {
        var keys = $"{path}.x-kubernetes-list-map-keys";
        if (schema.ListMapKeys.Count == 0)
        {
            yield return FieldError.Required(keys, "must not be empty if x-kubernetes-list-type is map");
            yield break;
        }
        if (schema.Items is not { } items)
        {
            yield return FieldError.Required($"{path}.items", "must have a schema if x-kubernetes-list-type is map");
            yield break;
        }
        if (items.Type != "object")
        {
            yield return FieldError.Invalid($"{path}.items.type", items.Type, "must be object if parent array's x-kubernetes-list-type is map");
        }
        if (schema.ListMapKeys.Distinct(StringComparer.Ordinal).Count() < schema.ListMapKeys.Count)
        {
            yield return FieldError.Invalid(keys, Values(schema.ListMapKeys), "must not contain duplicate entries");
        }
        foreach (var key in schema.ListMapKeys)
        {
            var field = $"{path}.items.properties[{key}]";
            if (!items.Properties.TryGetValue(key, out var property))
            {
                yield return FieldError.Invalid(keys, Values(schema.ListMapKeys), "entries must all be names of item properties");
            }
            else if (property.Type is "object" or "array")
            {
                yield return FieldError.Invalid($"{field}.type", property.Type, "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            else if (property.Default is null && !items.Required.Contains(key, StringComparer.Ordinal))
            {
                yield return FieldError.Required($"{field}.default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            }
        }
    }

    private static IEnumerable<FieldError> Set(Schema schema, string path)
    {
        if (schema.Items is not { } items)
        {
            yield return FieldError.Required($"{path}.items", "must have a schema if x-kubernetes-list-type is set");
        }
        else if (items.Nullable)
        {
            yield return FieldError.Forbidden($"{path}.items.nullable", "cannot be nullable when x-kubernetes-list-type is set");
        }
        else if (items is { Type: "object", MapType: not "atomic" })
        {
            yield return FieldError.Invalid($"{path}.items.x-kubernetes-map-type", items.MapType.Length == 0 ? null : items.MapType, "must be atomic as item of a list with x-kubernetes-list-type=set");
        }
        else if (items is { Type: "array", ListType: "set" or "map" })
        {
            yield return FieldError.Invalid($"{path}.items.x-kubernetes-list-type", items.ListType, "must be atomic as item of a list with x-kubernetes-list-type=set");
        }
    }

    private static JsonArray Values(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
