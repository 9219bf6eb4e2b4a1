using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.OpenApi;

/// <summary>Writes types as schemas, each once, with all that they need.</summary>
/// <param name="references">What references begin with.</param>
internal sealed class OpenApiSchemas(string references)
{
    private const string Api = "io.k8s.apimachinery.pkg.api";
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1";

    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>A kind and everything in it.</summary>
    public void AddKind(ResourceType kind, ApiType type)
    {
        Add(type);
        _schemas[type.QualifiedName]["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
    }

    /// <summary>A kind of which nothing is known but that it has metadata.</summary>
    public void AddUndescribed(ResourceType kind, string name)
    {
        var metadata = Schema(BuiltInTypes.ObjectMeta);
        _schemas[name] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["apiVersion"] = Scalar("string"), ["kind"] = Scalar("string"), ["metadata"] = metadata },
            ["x-kubernetes-preserve-unknown-fields"] = true,
            ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind)),
        };
    }

    public JsonObject Build() => new(_schemas.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value)));

    public static JsonObject GroupVersionKind(ResourceType type) => new() { ["group"] = type.Group, ["kind"] = type.Kind, ["version"] = type.Version };

    private void Add(ApiType type)
    {
        if (_schemas.ContainsKey(type.QualifiedName))
        {
            return;
        }
        var schema = new JsonObject { ["type"] = "object" };
        _schemas.Add(type.QualifiedName, schema);
        if (type.Description.Length > 0)
        {
            schema["description"] = type.Description;
        }
        var required = type.Fields.Values.Where(f => f.Required).Select(f => JsonValue.Create(f.Name)).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required]);
        }
        schema["properties"] = new JsonObject(type.Fields.Values.Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, Field(f))));
        if (type.IsAtomic)
        {
            schema["x-kubernetes-map-type"] = "atomic";
        }
    }

    private JsonObject Field(ApiField field)
    {
        var schema = Schema(field.Type);
        if (schema.ContainsKey("$ref"))
        {
            // Nothing may stand beside a reference.
            schema = new JsonObject { ["allOf"] = new JsonArray(schema) };
        }
        if (field.Description.Length > 0)
        {
            schema["description"] = field.Description;
        }
        if (field.Default is { } value)
        {
            schema["default"] = value.DeepClone();
        }
        return schema;
    }

    private JsonObject Schema(ApiType type)
    {
        switch (type.Kind)
        {
            case TypeKind.Struct:
                Add(type);
                return Reference(type.QualifiedName);
            case TypeKind.List:
                return List(type);
            case TypeKind.Map:
                var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = Schema(type.Items!) };
                if (type.IsAtomic)
                {
                    map["x-kubernetes-map-type"] = "atomic";
                }
                return map;
            case TypeKind.Quantity:
                return Named($"{Api}.resource.Quantity", Scalar("string"));
            case TypeKind.Time:
                return Named($"{Meta}.Time", Scalar("string", "date-time"));
            case TypeKind.MicroTime:
                return Named($"{Meta}.MicroTime", Scalar("string", "date-time"));
            case TypeKind.NumberOrText:
                return Named("io.k8s.apimachinery.pkg.util.intstr.IntOrString", Scalar("string", "int-or-string"));
            case TypeKind.Any:
                return new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true };
            default:
                return type.Kind switch
                {
                    TypeKind.Flag => Scalar("boolean"),
                    TypeKind.Int32 => Scalar("integer", "int32"),
                    TypeKind.Int64 => Scalar("integer", "int64"),
                    TypeKind.Double => Scalar("number", "double"),
                    TypeKind.Bytes => Scalar("string", "byte"),
                    _ => Scalar("string"),
                };
        }
    }

    private JsonObject List(ApiType type)
    {
        var list = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Schema(type.Items!),
            ["x-kubernetes-list-type"] = type.Keys.Count > 0 ? "map" : type.IsSet ? "set" : "atomic",
        };
        if (type.Keys.Count > 0)
        {
            list["x-kubernetes-list-map-keys"] = new JsonArray([.. type.Keys.Select(k => JsonValue.Create(k))]);
        }
        if (type.MergeKey is { } key)
        {
            list["x-kubernetes-patch-strategy"] = "merge";
            if (key.Length > 0)
            {
                list["x-kubernetes-patch-merge-key"] = key;
            }
        }
        return list;
    }

    private JsonObject Named(string name, JsonObject schema)
    {
        _schemas.TryAdd(name, schema);
        return Reference(name);
    }

    private JsonObject Reference(string name) => new() { ["$ref"] = references + name };

    private static JsonObject Scalar(string type, string format = "") =>
        format.Length == 0 ? new() { ["type"] = type } : new() { ["type"] = type, ["format"] = format };
}
