using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>Puts a configuration over an object: fields and items that it names are set, everything else stays.</summary>
internal static class TypedMerge
{
    public static JsonObject Merge(JsonObject live, JsonObject configuration, FieldShape shape)
    {
        var result = live.DeepClone().AsObject();
        Into(result, configuration, shape);
        return result;
    }

    private static void Into(JsonObject target, JsonObject configuration, FieldShape shape)
    {
        foreach (var (name, value) in configuration)
        {
            target[name] = Value(target[name], value, shape.Member(name) ?? AnyShape.Instance);
        }
    }

    private static JsonNode? Value(JsonNode? live, JsonNode? wanted, FieldShape shape)
    {
        switch (live, wanted)
        {
            case (JsonObject target, JsonObject configuration) when !shape.IsAtomic:
                var obj = target.DeepClone().AsObject();
                Into(obj, configuration, shape);
                return obj;
            case (JsonArray target, JsonArray configuration) when shape.HasItems:
                return Items(target, configuration, shape);
            default:
                return wanted?.DeepClone();
        }
    }

    /// <summary>Items of both, those of the configuration in its order, the others before whatever they stood before.</summary>
    private static JsonArray Items(JsonArray live, JsonArray wanted, FieldShape shape)
    {
        var (old, now) = (ListItems.ByElement(live, shape), ListItems.ByElement(wanted, shape));
        var (left, right) = (new Queue<string>(old.Keys), new Queue<string>(now.Keys));
        var done = new HashSet<string>(StringComparer.Ordinal);
        var result = new JsonArray();
        while (left.Count > 0 || right.Count > 0)
        {
            if (left.Count > 0 && (done.Contains(left.Peek()) || !now.ContainsKey(left.Peek())))
            {
                var element = left.Dequeue();
                if (done.Add(element))
                {
                    result.Add(old[element]?.DeepClone());
                }
            }
            else if (right.Count > 0)
            {
                var element = right.Dequeue();
                done.Add(element);
                result.Add(Value(old.GetValueOrDefault(element), now[element], shape.Items));
            }
        }
        return result;
    }
}
