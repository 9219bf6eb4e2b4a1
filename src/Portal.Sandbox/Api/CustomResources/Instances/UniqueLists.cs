using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Instances;

/// <summary>Items of lists that are sets or maps differ.</summary>
internal static class UniqueLists
{
    public static IEnumerable<FieldError> Check(JsonNode? node, Schema schema, string path = "")
    {
        if (!schema.Contents.HasFlag(SchemaContents.UniqueLists))
        {
            return [];
        }
        return node switch
        {
            JsonObject obj => obj.Where(p => schema.Member(p.Key) is not null).SelectMany(p => Check(p.Value, schema.Member(p.Key)!, path.Length == 0 ? p.Key : $"{path}.{p.Key}")),
            JsonArray list when schema.Items is { } items => Duplicates(list, schema, path).Concat(list.SelectMany((item, i) => Check(item, items, $"{path}[{i}]"))),
            _ => [],
        };
    }

    private static IEnumerable<FieldError> Duplicates(JsonArray list, Schema schema, string path)
    {
        if (schema.ListType is not ("set" or "map"))
        {
            yield break;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, item) in list.Index())
        {
            if (schema.ListType == "map" && item is not JsonObject)
            {
                // Of the wrong type, which the schema says already.
                continue;
            }
            var key = schema.ListType == "set" ? item?.DeepClone() : Key((JsonObject)item!, schema);
            if (!seen.Add(key?.ToJsonString() ?? "null"))
            {
                yield return FieldError.Duplicate($"{path}[{i}]", key);
            }
        }
    }

    private static JsonObject Key(JsonObject item, Schema schema) =>
        new(schema.ListMapKeys.Where(item.ContainsKey).Order(StringComparer.Ordinal).Select(k => KeyValuePair.Create(k, item[k]?.DeepClone())));
}
