using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Patching;

/// <summary>JSON merge patch, RFC 7396: objects merge, null removes, everything else replaces.</summary>
public static class MergePatch
{
    /// <summary>Changes <paramref name="target"/> in place where it can and returns what became of it.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }
        var result = target as JsonObject ?? [];
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                result.Remove(key);
                continue;
            }
            var old = result[key];
            var merged = Apply(old, value);
            if (!ReferenceEquals(merged, old))
            {
                result[key] = merged;
            }
        }
        return result;
    }
}
