using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Apply;

/// <summary>
/// One step of a path, as <c>FieldsV1</c> writes it: <c>f:name</c> a field, <c>k:{"name":"x"}</c> an item of a list with keys, <c>v:"x"</c> a value of a set.
/// </summary>
internal static class PathElement
{
    public static string Field(string name) => "f:" + name;

    /// <summary>The step to an item of a list that is owned item by item; null when the item has not what it takes.</summary>
    public static string? Item(JsonNode? item, FieldShape list)
    {
        if (list.IsSet)
        {
            return item is null ? null : "v:" + Text(item);
        }
        if (item is not JsonObject obj)
        {
            return null;
        }
        var keys = new JsonObject();
        foreach (var key in list.Keys.Order(StringComparer.Ordinal))
        {
            var value = obj[key] ?? list.DefaultOf(key);
            if (value is not null)
            {
                keys[key] = value.DeepClone();
            }
        }
        return keys.Count == 0 ? null : "k:" + Text(keys);
    }

    /// <summary>As error messages write it: <c>.name</c>, <c>[name="x"]</c>, <c>["x"]</c>.</summary>
    public static string Show(string element) => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => $"[{string.Join(",", ((JsonObject)JsonNode.Parse(element[2..])!).Select(p => $"{p.Key}={Text(p.Value!)}"))}]",
        _ => $"[{(element[0] == 'v' ? "=" : "")}{element[2..]}]",
    };

    private static string Text(JsonNode node) => System.Text.Encoding.UTF8.GetString(StoreJson.Bytes(node));
}
