using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: like a merge patch, but lists with a merge key merge item by item. Directives: <c>$patch</c>
/// (replace, delete, merge), <c>$deleteFromPrimitiveList/x</c>, <c>$setElementOrder/x</c>, <c>$retainKeys</c>.
/// </summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";

    /// <summary>Changes <paramref name="target"/> in place. Lists merge as the type says; without one they are replaced.</summary>
    /// <exception cref="ApiException">400 for a directive that makes no sense.</exception>
    public static void Apply(JsonObject target, JsonObject patch, ApiType? type) => Merge(target, patch, type);

    private static void Merge(JsonObject target, JsonObject patch, ApiType? type)
    {
        RequireOrder(patch, type);
        if (patch[RetainKeys] is JsonArray retained)
        {
            var keys = retained.Select(Text).ToHashSet(StringComparer.Ordinal);
            foreach (var key in target.Select(p => p.Key).Where(k => !keys.Contains(k)).ToList())
            {
                target.Remove(key);
            }
        }
        foreach (var (key, value) in patch)
        {
            if (key is Directive or RetainKeys || key.StartsWith(OrderPrefix, StringComparison.Ordinal))
            {
                continue;
            }
            if (key.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                DeleteValues(target[key[DeletePrefix.Length..]] as JsonArray, value as JsonArray);
            }
            else
            {
                MergeField(target, key, value, type?.Field(key));
            }
        }
        foreach (var (key, value) in patch.Where(p => p.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            var field = key[OrderPrefix.Length..];
            if (value is JsonArray order && target[field] is JsonArray list && type?.Field(field)?.MergeKey is { } mergeKey)
            {
                target[field] = Ordered(list, order, mergeKey);
            }
        }
    }

    /// <summary>Items that are patched stand in the order that the patch asks for.</summary>
    private static void RequireOrder(JsonObject patch, ApiType? type)
    {
        foreach (var (key, value) in patch.Where(p => p.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            var field = key[OrderPrefix.Length..];
            if (value is not JsonArray order || patch[field] is not JsonArray items)
            {
                continue;
            }
            var mergeKey = type?.Field(field)?.MergeKey ?? "";
            var wanted = new Queue<JsonNode?>(order);
            foreach (var item in items.Where(i => (i as JsonObject)?.ContainsKey(Directive) != true))
            {
                while (wanted.Count > 0 && !JsonNode.DeepEquals(KeyOf(wanted.Peek(), mergeKey), KeyOf(item, mergeKey)))
                {
                    wanted.Dequeue();
                }
                if (wanted.Count == 0)
                {
                    throw new ApiException(500, "", $"The order in patch list:\n{items.ToJsonString()}\n doesn't match {key} list:\n{order.ToJsonString()}\n");
                }
            }
        }
    }

    private static JsonNode? KeyOf(JsonNode? item, string mergeKey) => mergeKey.Length == 0 ? item : (item as JsonObject)?[mergeKey];

    private static void MergeField(JsonObject target, string key, JsonNode? value, ApiType? type)
    {
        switch (value)
        {
            case null:
                target.Remove(key);
                break;
            case JsonObject patch when Text(patch[Directive]) == "delete":
                target.Remove(key);
                break;
            case JsonObject patch:
                var into = Text(patch[Directive]) == "replace" ? [] : target[key] as JsonObject ?? [];
                Merge(into, patch, type);
                if (!ReferenceEquals(target[key], into))
                {
                    target[key] = into;
                }
                break;
            case JsonArray patch when type?.MergeKey is { } mergeKey:
                var list = target[key] as JsonArray ?? [];
                MergeList(list, patch, mergeKey, type.Items, key);
                if (!ReferenceEquals(target[key], list))
                {
                    target[key] = list;
                }
                break;
            default:
                target[key] = value.DeepClone();
                break;
        }
    }

    private static void MergeList(JsonArray list, JsonArray patch, string mergeKey, ApiType? items, string name)
    {
        if (patch.Any(i => i is JsonObject item && item.Count == 1 && Text(item[Directive]) == "replace"))
        {
            list.Clear();
        }
        foreach (var item in patch)
        {
            if (mergeKey.Length == 0)
            {
                if (!list.Any(i => JsonNode.DeepEquals(i, item)))
                {
                    list.Add(item?.DeepClone());
                }
            }
            else if (item is JsonObject change)
            {
                MergeItem(list, change, mergeKey, items);
            }
            else
            {
                throw ApiErrors.BadRequest($"an item of {name} is not an object");
            }
        }
    }

    private static void MergeItem(JsonArray list, JsonObject change, string mergeKey, ApiType? items)
    {
        var directive = Text(change[Directive]);
        if (change[mergeKey] is not { } key)
        {
            if (directive == "replace" && change.Count == 1)
            {
                return;
            }
            throw ApiErrors.BadRequest($"map: {System.Text.Encoding.UTF8.GetString(StoreJson.Bytes(change))} does not contain declared merge key: {mergeKey}");
        }
        var found = list.FirstOrDefault(i => i is JsonObject item && JsonNode.DeepEquals(item[mergeKey], key)) as JsonObject;
        if (directive == "delete")
        {
            if (found is not null)
            {
                list.Remove(found);
            }
            return;
        }
        if (found is null)
        {
            list.Add(found = []);
        }
        else if (directive == "replace")
        {
            found.Clear();
        }
        Merge(found, change, items);
    }

    private static void DeleteValues(JsonArray? list, JsonArray? values)
    {
        foreach (var value in values ?? [])
        {
            while (list?.FirstOrDefault(i => JsonNode.DeepEquals(i, value)) is { } found)
            {
                list.Remove(found);
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Items in the order asked for; those that the order does not name stay behind the one they stood behind.</summary>
    private static JsonArray Ordered(JsonArray list, JsonArray order, string mergeKey)
    {
        var positions = new List<JsonNode?>(order.Select(o => mergeKey.Length == 0 ? o : (o as JsonObject)?[mergeKey]));
        var rank = -1;
        var ranked = list.Select((item, index) =>
        {
            var key = mergeKey.Length == 0 ? item : (item as JsonObject)?[mergeKey];
            var position = positions.FindIndex(p => JsonNode.DeepEquals(p, key));
            rank = position < 0 ? rank : position;
            return (Item: item, Rank: rank, Index: index);
        });
        return [.. ranked.OrderBy(r => r.Rank).ThenBy(r => r.Index).Select(r => r.Item?.DeepClone())];
    }
}
