using System.Text.Json.Nodes;

namespace Portal.Api;

/// <summary>JSON merge patch (RFC 7396).</summary>
public static class JsonMergePatch
{
    /// <summary>Changes <paramref name="target"/> in place: objects are merged, null removes, everything else replaces.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject inner:
                    target[name] = Apply(target[name] is JsonObject existing ? (JsonObject)existing.DeepClone() : [], inner);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }

        return target;
    }
}
