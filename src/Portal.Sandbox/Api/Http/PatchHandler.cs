using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Patching;
using Portal.Sandbox.Api.Writing;

namespace Portal.Sandbox.Api.Http;

/// <summary>patch: changes an object as a document says. Server-side apply has its own handler.</summary>
public sealed class PatchHandler(ObjectWriter writer, ApplyHandler apply)
{
    public async Task PatchAsync(ApiRequest request)
    {
        var builtIn = KindTable.Of(request.Type).BuiltIn;
        var format = Format(request.Http.Request.ContentType?.Split(';')[0].Trim(), builtIn);
        if (format == PatchFormat.Apply)
        {
            await apply.ApplyAsync(request);
            return;
        }
        var (options, validation) = (RequestOptions.Write(request, "PatchOptions"), FieldValidation.Of(request, "PatchOptions"));
        if (request.Query("force").Length > 0)
        {
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }
        var document = PatchBody.Read(await RequestBody.ReadBytesAsync(request.Http, request.Aborted), format);
        var patch = new Patch(format, document.Node!);
        var reported = false;
        var updated = await writer.UpdateAsync(
            request.Type,
            WriteHandler.Namespace(request),
            request.Info.Name,
            request.Info.Subresource,
            current =>
            {
                var next = patch.Apply(current, request.Type);
                var findings = Check(request, next, Refuse);
                if (!reported)
                {
                    reported = true;
                    validation.Report([.. document.Duplicates, .. findings], Refuse);
                }
                return next;

                ApiException Refuse(string why) => PatchBody.Invalid(format == PatchFormat.Strategic ? patch.Body : next, why);
            },
            options,
            request.Aborted);
        await ApiResponse.WriteAsync(request.Http, 200, updated);
    }

    private static IReadOnlyList<string> Check(ApiRequest request, JsonObject next, Func<string, ApiException> refuse)
    {
        var type = request.Type;
        if (next["metadata"] is not JsonObject metadata)
        {
            throw ApiErrors.BadRequest("the patch takes the object's metadata away");
        }
        ObjectBody.RequireKind(type, next);
        var findings = ObjectBody.Decode(type, next, refuse);
        if (metadata["name"]?.ToString() is var name && name != request.Info.Name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Info.Name})");
        }
        if (type.Namespaced && metadata["namespace"]?.ToString() is { Length: > 0 } ns && ns != request.Info.Namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
        return findings;
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
