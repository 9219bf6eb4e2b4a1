using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Admission;

/// <summary><c>metadata</c> has the types that everything else relies on, and no empty lists and maps. Runs first.</summary>
public sealed class MetadataShape : IAdmissionStep
{
    private static readonly string[] Texts = ["name", "generateName", "namespace", "uid", "resourceVersion"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete)
        {
            return;
        }
        if (request.Object["metadata"] is not JsonObject metadata)
        {
            throw Wrong(request, "metadata", "ObjectMeta");
        }
        foreach (var key in Texts.Where(k => metadata[k] is { } value && !IsText(value)))
        {
            throw Wrong(request, "metadata." + key, "string");
        }
        foreach (var key in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (metadata[key] is { } map && (map is not JsonObject entries || entries.Any(e => !IsText(e.Value))))
            {
                throw Wrong(request, "metadata." + key, "map[string]string");
            }
        }
        if (metadata["finalizers"] is { } finalizers && (finalizers is not JsonArray names || names.Any(f => !IsText(f))))
        {
            throw Wrong(request, "metadata.finalizers", "[]string");
        }
        if (metadata["ownerReferences"] is { } owners && (owners is not JsonArray references || references.Any(r => r is not JsonObject owner || !IsText(owner["uid"]) || !IsText(owner["kind"]))))
        {
            throw Wrong(request, "metadata.ownerReferences", "[]OwnerReference");
        }
        foreach (var key in metadata.Where(p => p.Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 }).Select(p => p.Key).ToList())
        {
            metadata.Remove(key);
        }
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static ApiException Wrong(AdmissionRequest request, string field, string wanted) => ApiErrors.BadRequest(
        $"{request.Type.Kind} in version \"{request.Type.Version}\" cannot be handled as a {request.Type.Kind}: json: cannot unmarshal value into field {request.Type.Kind}.{field} of type {wanted}");
}
