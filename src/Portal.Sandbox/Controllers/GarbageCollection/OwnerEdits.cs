using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>Takes owner references and finalizers out of objects.</summary>
internal sealed class OwnerEdits(IObjects objects)
{
    public ValueTask<JsonObject?> DropReferencesAsync(Owned obj, HashSet<string> owners, CancellationToken ct) =>
        UpdateAsync(obj, metadata => Drop(metadata, "ownerReferences", r => owners.Contains(r.Text("uid") ?? "")), ct);

    public ValueTask<JsonObject?> DropFinalizerAsync(Owned obj, string finalizer, CancellationToken ct) =>
        UpdateAsync(obj, metadata => Drop(metadata, "finalizers", f => f.Scalar() == finalizer), ct);

    /// <summary>Lets every owner go without waiting for this object.</summary>
    public ValueTask<JsonObject?> UnblockAsync(Owned obj, CancellationToken ct) => UpdateAsync(
        obj,
        metadata =>
        {
            var blocking = metadata.Items("ownerReferences").Where(r => r.Flag("blockOwnerDeletion") == true).ToList();
            blocking.ForEach(r => r["blockOwnerDeletion"] = false);
            return blocking.Count > 0;
        },
        ct);

    private ValueTask<JsonObject?> UpdateAsync(Owned obj, Func<JsonObject, bool> change, CancellationToken ct) => objects.UpdateAsync(
        obj.Type, obj.Key.Namespace, obj.Key.Name, status: false, current => current.Uid() == obj.Uid && change(current.Child("metadata")), ct);

    private static bool Drop(JsonObject metadata, string list, Predicate<JsonNode?> which)
    {
        if (metadata[list] is not JsonArray array)
        {
            return false;
        }

        var dropped = array.RemoveAll(n => which(n)) > 0;
        if (array.Count == 0)
        {
            metadata.Remove(list);
        }

        return dropped;
    }
}
