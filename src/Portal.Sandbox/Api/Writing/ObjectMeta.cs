using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Writing;

/// <summary>The parts of <c>metadata</c> that belong to the API, not to the caller.</summary>
internal static class ObjectMeta
{
    /// <summary>What generated names end with: no vowels and no look-alikes, as in Kubernetes.</summary>
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int GeneratedPrefix = 58;
    private static readonly string[] Kept = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "generateName", "selfLink"];

    public static JsonObject Of(JsonObject obj)
    {
        if (obj["metadata"] is JsonObject metadata)
        {
            return metadata;
        }
        metadata = [];
        obj["metadata"] = metadata;
        return metadata;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static IReadOnlyList<string> Finalizers(JsonObject obj) =>
        obj["metadata"]?["finalizers"] is JsonArray list ? [.. list.Select(f => (string?)f ?? "")] : [];

    public static bool IsDeleting(JsonObject obj) => obj["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>Fills in a new object's name (from generateName), uid and times, and takes out what a caller may not set.</summary>
    public static void Create(JsonObject obj, bool generation, DateTimeOffset now)
    {
        var metadata = Of(obj);
        foreach (var key in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation", "managedFields", "resourceVersion"])
        {
            metadata.Remove(key);
        }
        if (((string?)metadata["name"] ?? "").Length == 0 && (string?)metadata["generateName"] is { Length: > 0 } prefix)
        {
            metadata["name"] = string.Concat(prefix.AsSpan(0, Math.Min(prefix.Length, GeneratedPrefix)), RandomNumberGenerator.GetString(SuffixLetters, 5));
        }
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Time(now);
        if (generation)
        {
            metadata["generation"] = 1L;
        }
    }

    /// <summary>Takes over from the stored object what an update may not change.</summary>
    public static void Keep(JsonObject obj, JsonObject old)
    {
        var (metadata, before) = (Of(obj), Of(old));
        metadata["name"] = before["name"]!.DeepClone();
        metadata["resourceVersion"] = before["resourceVersion"]!.DeepClone();
        metadata.Remove("managedFields");
        foreach (var key in Kept)
        {
            if (before[key] is { } value)
            {
                metadata[key] = value.DeepClone();
            }
            else
            {
                metadata.Remove(key);
            }
        }
        if (before["namespace"] is { } ns)
        {
            metadata["namespace"] = ns.DeepClone();
        }
    }

    /// <summary>What an object is comes first, as in Kubernetes; lists rely on it.</summary>
    public static JsonObject Arrange(JsonObject obj)
    {
        var place = 0;
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion", "metadata"])
        {
            if (obj.TryGetPropertyValue(name, out var value) && obj.GetAt(place).Key != name)
            {
                obj.Remove(name);
                obj.Insert(place, name, value);
            }
            place += obj.ContainsKey(name) ? 1 : 0;
        }
        return obj;
    }

    /// <summary>Whether anything but <c>metadata</c> (and <c>status</c>, where it is written by itself) differs.</summary>
    public static bool SpecDiffers(JsonObject a, JsonObject b, bool exceptStatus)
    {
        var (left, right) = (Spec(a, exceptStatus), Spec(b, exceptStatus).Count());
        return left.Count() != right || left.Any(p => !b.TryGetPropertyValue(p.Key, out var other) || !JsonNode.DeepEquals(p.Value, other));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Spec(JsonObject obj, bool exceptStatus) =>
        obj.Where(p => p.Key != "metadata" && !(exceptStatus && p.Key == "status"));
}
