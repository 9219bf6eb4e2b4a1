using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>A default has no unknown fields and is right by its own schema.</summary>
internal static class DefaultRules
{
    public static IEnumerable<FieldError> Check(Schema schema, string path)
    {
        if (schema.Default is null)
        {
            return [];
        }
        var field = $"{path}.default";
        var value = schema.Default.DeepClone();
        if (value is JsonObject obj)
        {
            var wrapped = new JsonObject { ["value"] = obj };
            if (SchemaPruner.Prune(wrapped, new Schema { Properties = new Dictionary<string, Schema>(StringComparer.Ordinal) { ["value"] = schema } }).Count > 0)
            {
                return [FieldError.Invalid(field, schema.Default, "must not have unknown fields")];
            }
            SchemaDefaults.Apply(obj, schema);
        }
        return SchemaValidator.Validate(value, schema, field);
    }
}
