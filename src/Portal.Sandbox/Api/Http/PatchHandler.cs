using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Patching;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>patch, in every format; apply also creates.</summary>
public sealed class PatchHandler(ObjectWriter writer, ObjectStore store)
{
    public async Task PatchAsync(ApiRequest request)
    {
        var options = RequestOptions.Write(request, "PatchOptions");
        var builtIn = KindTable.Of(request.Type).BuiltIn;
        var format = Format(request.Http.Request.ContentType?.Split(';')[0].Trim(), builtIn);
        if (format == PatchFormat.Apply && request.Query("fieldManager").Length == 0)
        {
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", FieldError.Required("fieldManager", "is required for apply patch"));
        }
        var body = await RequestBody.ReadOptionalAsync(request.Http, format == PatchFormat.Apply ? BodyFormat.Yaml : BodyFormat.Json, request.Type.Kind, request.Aborted)
            ?? throw ApiErrors.BadRequest("error decoding patch: it is empty");
        var patch = new Patch(format, body);
        if (format == PatchFormat.Apply && body is JsonObject applied && request.Info.Subresource.Length == 0 && store.Current.Find(request.Type, WriteHandler.Namespace(request), request.Info.Name) is null)
        {
            await ApplyNewAsync(request, applied, options);
            return;
        }
        var updated = await writer.UpdateAsync(
            request.Type, WriteHandler.Namespace(request), request.Info.Name, request.Info.Subresource, current => Changed(request.Type, patch, current, builtIn), options, request.Aborted);
        await ApiResponse.WriteAsync(request.Http, 200, updated);
    }

    private async Task ApplyNewAsync(ApiRequest request, JsonObject applied, WriteOptions options)
    {
        WriteHandler.RequireKind(request.Type, applied);
        WriteHandler.RequireNamespace(request, applied);
        ObjectMeta.Of(applied)["name"] = request.Info.Name;
        await ApiResponse.WriteAsync(request.Http, 201, await writer.CreateAsync(request.Type, applied, options, request.Aborted));
    }

    private static JsonObject Changed(ResourceType type, Patch patch, JsonObject current, bool builtIn)
    {
        var name = (string)current["metadata"]!["name"]!;
        var next = patch.Apply(current, builtIn);
        if (next["metadata"] is not JsonObject metadata)
        {
            throw ApiErrors.BadRequest("the patch takes the object's metadata away");
        }
        WriteHandler.RequireKind(type, next);
        if (metadata["name"]?.ToString() is { } renamed && renamed != name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({renamed}) does not match the name on the URL ({name})");
        }
        return next;
    }

    private static PatchFormat Format(string? contentType, bool builtIn) => contentType switch
    {
        "application/json-patch+json" => PatchFormat.Json,
        "application/merge-patch+json" => PatchFormat.Merge,
        "application/strategic-merge-patch+json" when builtIn => PatchFormat.Strategic,
        "application/apply-patch+yaml" => PatchFormat.Apply,
        "application/strategic-merge-patch+json" =>
            throw RequestBody.UnknownFormat("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
        _ => throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type") { Details = [] },
    };
}
