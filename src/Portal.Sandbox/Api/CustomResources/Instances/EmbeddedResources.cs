using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Instances;

/// <summary>An object inside an object has an apiVersion, a kind, and a name if any that is allowed.</summary>
internal static class EmbeddedResources
{
    public static IEnumerable<FieldError> Check(JsonNode? node, Schema schema, string path = "")
    {
        if (!schema.Contents.HasFlag(SchemaContents.EmbeddedResources))
        {
            return [];
        }
        var own = schema.EmbeddedResource && node is JsonObject embedded ? CheckOne(embedded, path) : [];
        return own.Concat(node switch
        {
            JsonObject obj => obj.Where(p => schema.Member(p.Key) is not null).SelectMany(p => Check(p.Value, schema.Member(p.Key)!, path.Length == 0 ? p.Key : $"{path}.{p.Key}")),
            JsonArray list when schema.Items is { } items => list.SelectMany((item, i) => Check(item, items, $"{path}[{i}]")),
            _ => [],
        });
    }

    private static IEnumerable<FieldError> CheckOne(JsonObject obj, string path)
    {
        foreach (var field in (string[])["apiVersion", "kind"])
        {
            if (obj[field] is not JsonValue value || value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length == 0)
            {
                yield return FieldError.Required($"{path}.{field}", "must not be empty");
            }
        }
        if (obj["metadata"]?["name"] is JsonValue name && name.TryGetValue(out string? text) && text.Length > 0)
        {
            foreach (var error in NameRule.Subdomain.Check($"{path}.metadata.name", text))
            {
                yield return error;
            }
        }
    }
}
