using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>What the deletion of a namespace has done and still waits for, as conditions in Kubernetes' words.</summary>
internal static class NamespaceConditions
{
    /// <returns>False when it says so already.</returns>
    public static bool Set(JsonObject ns, IReadOnlyList<(ResourceType Type, IReadOnlyList<JsonObject> Objects)> left, DateTimeOffset now)
    {
        var content = string.Join(", ", left.OrderBy(l => l.Type.Plural, StringComparer.Ordinal).Select(l => $"{l.Type.Plural}.{l.Type.Group} has {l.Objects.Count} resource instances"));
        var finalizers = string.Join(", ", left.SelectMany(l => l.Objects).SelectMany(o => o.At("metadata", "finalizers") as JsonArray ?? [])
            .CountBy(f => f.Scalar() ?? "").OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} in {f.Value} resource instances"));
        var wanted = new JsonArray(
            Condition("NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered"),
            Condition("NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed"),
            Condition("NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
            content.Length > 0
                ? Condition("NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {content}")
                : Condition("NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed"),
            finalizers.Length > 0
                ? Condition("NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}")
                : Condition("NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished"));
        var told = ns.Items("status", "conditions").ToDictionary(c => c.Text("type") ?? "", StringComparer.Ordinal);
        foreach (var condition in wanted.OfType<JsonObject>())
        {
            var old = told.GetValueOrDefault(condition.Text("type")!);
            condition.Insert(2, "lastTransitionTime", old.Text("status") == condition.Text("status") ? old.Text("lastTransitionTime") : Manifest.Stamp(now));
        }
        if (JsonNode.DeepEquals(ns.At("status", "conditions"), wanted))
        {
            return false;
        }
        ns.Child("status")["conditions"] = wanted;
        return true;
    }

    private static JsonObject Condition(string type, string status, string reason, string message) =>
        new() { ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message };
}
