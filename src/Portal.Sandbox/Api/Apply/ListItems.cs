using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>Items of a list that is owned item by item.</summary>
internal static class ListItems
{
    /// <summary>Items by their step; of items that are the same one the last counts, and what has no key is left out.</summary>
    public static Dictionary<string, JsonNode?> ByElement(JsonArray list, FieldShape shape)
    {
        var items = new Dictionary<string, JsonNode?>(list.Count, StringComparer.Ordinal);
        foreach (var item in list)
        {
            if (PathElement.Item(item, shape) is { } element)
            {
                items[element] = item;
            }
        }
        return items;
    }
}
