using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Manifests;

/// <summary>
/// Reads objects as trees. A field that is missing or of another type than asked for reads as null: what a user wrote never makes a controller fall over.
/// </summary>
internal static class Manifest
{
    public static string Name(this JsonObject obj) => obj.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject obj) => obj.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject obj) => obj.Text("metadata", "uid") ?? "";

    /// <summary>Whether deletion was asked for.</summary>
    public static bool Terminating(this JsonObject obj) => obj.Text("metadata", "deletionTimestamp") is not null;

    public static string? Label(this JsonObject obj, string name) => obj.Text("metadata", "labels", name);

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject obj && obj.TryGetPropertyValue(name, out var child) ? child : null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A string as it is, a number or boolean as JSON writes it: for maps that people fill with either.</summary>
    public static string? Scalar(this JsonNode? node) =>
        node is JsonValue value ? value.TryGetValue(out string? text) ? text : value.ToJsonString() : null;

    public static long? Whole(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is not JsonValue value ? null
        : value.TryGetValue(out long big) ? big
        : value.TryGetValue(out int small) ? small
        : null;

    public static bool? Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The entries of an array that are objects.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The entries of a map of scalars, in their order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map
            ? map.Where(p => p.Value is JsonValue).Select(p => KeyValuePair.Create(p.Key, p.Value.Scalar()!))
            : [];

    /// <summary>The object under that name, made when there is none.</summary>
    public static JsonObject Child(this JsonObject obj, string name)
    {
        if (obj[name] is not JsonObject child)
        {
            obj[name] = child = [];
        }

        return child;
    }

    /// <summary>The array under that name, made when there is none.</summary>
    public static JsonArray List(this JsonObject obj, string name)
    {
        if (obj[name] is not JsonArray list)
        {
            obj[name] = list = [];
        }

        return list;
    }

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
