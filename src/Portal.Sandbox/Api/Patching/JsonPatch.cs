using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Patching;

/// <summary>JSON patch, RFC 6902: add, remove, replace, move, copy, test, in order; one that fails undoes all.</summary>
public static class JsonPatch
{
    /// <summary>Kubernetes' own limit; more operations are refused.</summary>
    public const int MaxOperations = 10_000;

    private const int MaxNodesCopied = 1_000_000;

    /// <exception cref="JsonPatchException">It does not apply; <paramref name="target"/> may be half changed.</exception>
    public static void Apply(JsonNode target, JsonArray operations)
    {
        var copied = 0;
        foreach (var operation in operations)
        {
            if (operation is not JsonObject step)
            {
                throw new JsonPatchException("an operation is not an object");
            }
            var path = new JsonPointer(Text(step, "path"));
            switch (Text(step, "op"))
            {
                case "add" when path.IsRoot:
                case "replace" when path.IsRoot:
                    throw new JsonPatchException("the whole document cannot be changed at once");
                case "add":
                    path.Add(target, Value(step));
                    break;
                case "replace":
                    path.Replace(target, Value(step));
                    break;
                case "remove":
                    path.Remove(target);
                    break;
                case "move":
                    Move(target, new JsonPointer(Text(step, "from")), path);
                    break;
                case "copy":
                    var copy = new JsonPointer(Text(step, "from")).Read(target)?.DeepClone();
                    if ((copied += Count(copy)) > MaxNodesCopied)
                    {
                        throw new JsonPatchException("the copies of this patch are too large");
                    }
                    path.Add(target, copy);
                    break;
                case "test":
                    if (!JsonNode.DeepEquals(path.Read(target), Value(step)))
                    {
                        throw new JsonPatchException("a test failed");
                    }
                    break;
                case var other:
                    throw new JsonPatchException($"\"{other}\" is not an operation");
            }
        }
    }

    private static void Move(JsonNode target, JsonPointer from, JsonPointer to)
    {
        if (to.IsInside(from))
        {
            throw new JsonPatchException("a value cannot be moved into itself");
        }
        var value = from.Read(target)?.DeepClone();
        from.Remove(target);
        to.Add(target, value);
    }

    private static string Text(JsonObject step, string key) =>
        step[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new JsonPatchException($"an operation has no {key}");

    private static JsonNode? Value(JsonObject step) =>
        step.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw new JsonPatchException("an operation has no value");

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject obj => 1 + obj.Sum(p => Count(p.Value)),
        JsonArray list => 1 + list.Sum(Count),
        _ => 1,
    };
}
