using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>Which fields differ between two states of an object. The order of items that are told apart is no difference.</summary>
internal sealed class FieldComparison
{
    private FieldComparison()
    {
    }

    /// <summary>Fields that were added or have another value.</summary>
    public FieldSet Changed { get; } = new();

    public FieldSet Removed { get; } = new();

    public static FieldComparison Of(JsonObject before, JsonObject after, FieldShape shape)
    {
        var comparison = new FieldComparison();
        comparison.Members(before, after, shape, comparison.Changed, comparison.Removed);
        return comparison;
    }

    private void Compare(JsonNode? before, JsonNode? after, bool had, bool has, FieldShape shape, FieldSet changed, FieldSet removed)
    {
        if (!had || !has)
        {
            (has ? changed : removed).IsMember = true;
        }
        if (IsLeaf(before, shape) || IsLeaf(after, shape) || before is not null && after is not null && before.GetType() != after.GetType())
        {
            changed.IsMember |= had && has && !JsonNode.DeepEquals(before, after);
        }
        else if ((before ?? after) is JsonObject)
        {
            Members(before as JsonObject ?? [], after as JsonObject ?? [], shape, changed, removed);
        }
        else
        {
            Items(before as JsonArray ?? [], after as JsonArray ?? [], shape, changed, removed);
        }
    }

    private void Members(JsonObject before, JsonObject after, FieldShape shape, FieldSet changed, FieldSet removed)
    {
        foreach (var name in before.Select(p => p.Key).Union(after.Select(p => p.Key), StringComparer.Ordinal))
        {
            var (had, has) = (before.TryGetPropertyValue(name, out var old), after.TryGetPropertyValue(name, out var now));
            if (had && has && JsonNode.DeepEquals(old, now))
            {
                continue;
            }
            var element = PathElement.Field(name);
            Compare(old, now, had, has, shape.Member(name) ?? AnyShape.Instance, changed.At(element), removed.At(element));
        }
    }

    private void Items(JsonArray before, JsonArray after, FieldShape shape, FieldSet changed, FieldSet removed)
    {
        var (old, now) = (ListItems.ByElement(before, shape), ListItems.ByElement(after, shape));
        foreach (var element in old.Keys.Union(now.Keys, StringComparer.Ordinal))
        {
            var (had, has) = (old.TryGetValue(element, out var was), now.TryGetValue(element, out var @is));
            if (had && has && JsonNode.DeepEquals(was, @is))
            {
                continue;
            }
            Compare(was, @is, had, has, shape.Items, changed.At(element), removed.At(element));
        }
    }

    /// <summary>Whether a value is compared as a whole.</summary>
    private static bool IsLeaf(JsonNode? value, FieldShape shape) => value switch
    {
        null => false,
        JsonObject => shape.IsAtomic,
        JsonArray => !shape.HasItems,
        _ => true,
    };
}
