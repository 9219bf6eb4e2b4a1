using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>create, update, delete and deletecollection.</summary>
public sealed class WriteHandler(ObjectWriter writer, ListReader lists, ReadHandler reads)
{
    public async Task CreateAsync(ApiRequest request)
    {
        var (options, validation) = (RequestOptions.Write(request, "CreateOptions"), FieldValidation.Of(request, "CreateOptions"));
        var obj = await ObjectBody.ReadAsync(request, validation);
        RequireNamespace(request, obj);
        await ApiResponse.WriteAsync(request.Http, 201, await writer.CreateAsync(request.Type, obj, options, request.Aborted));
    }

    public async Task UpdateAsync(ApiRequest request)
    {
        var (options, validation) = (RequestOptions.Write(request, "UpdateOptions"), FieldValidation.Of(request, "UpdateOptions"));
        var obj = await ObjectBody.ReadAsync(request, validation);
        RequireNamespace(request, obj);
        var metadata = Metadata(obj);
        var (name, given) = (request.Info.Name, Text(metadata, "name"));
        if (given.Length > 0 && given != name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }
        if (!KindTable.Of(request.Type).BuiltIn && Text(metadata, "resourceVersion").Length == 0)
        {
            throw ApiErrors.Invalid(request.Type.Group, request.Type.Plural, name, FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update"));
        }
        var updated = await writer.UpdateAsync(request.Type, Namespace(request), name, request.Info.Subresource, _ => obj, options, request.Aborted);
        await ApiResponse.WriteAsync(request.Http, 200, updated);
    }

    public async Task DeleteAsync(ApiRequest request)
    {
        var (how, options) = await RequestOptions.DeleteAsync(request);
        if (how.PropagationPolicy is null && Propagation.OrphansByDefault(request.Type))
        {
            Warnings.Add(request.Http, "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
        }
        var result = await writer.DeleteAsync(request.Type, Namespace(request), request.Info.Name, how, options, request.Aborted);
        // A pod is answered with itself even when it is gone, everything else with its name.
        await ApiResponse.WriteAsync(request.Http, 200, result.Gone && request.Type != ResourceTypes.Pods ? Gone(request, result.Object) : result.Object);
    }

    /// <summary>Deletes what a list shows, and answers with that list.</summary>
    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        var (how, options) = await RequestOptions.DeleteAsync(request);
        var page = lists.Read(request.Type, ListOptions.Parse(request));
        foreach (var stored in page.Items)
        {
            try
            {
                await writer.DeleteAsync(request.Type, stored.Namespace, stored.Name, how, options, request.Aborted);
            }
            catch (ApiException e) when (e.Code == 404)
            {
                // Somebody else was faster.
            }
        }
        await reads.WriteAsync(request, page, Representation.Object);
    }

    internal static string Namespace(ApiRequest request) => request.Type.Namespaced ? request.Info.Namespace : "";

    /// <summary>The object's namespace is that of the path; none is filled in.</summary>
    internal static void RequireNamespace(ApiRequest request, JsonObject obj)
    {
        var metadata = Metadata(obj);
        var (wanted, given) = (Namespace(request), Text(metadata, "namespace"));
        if (given.Length > 0 && given != wanted)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
        if (wanted.Length > 0)
        {
            metadata["namespace"] = wanted;
        }
    }

    private static JsonObject Metadata(JsonObject obj) => obj["metadata"] switch
    {
        JsonObject metadata => metadata,
        null => ObjectMeta.Of(obj),
        _ => throw ApiErrors.BadRequest("metadata is not an object"),
    };

    private static string Text(JsonObject obj, string key) => obj[key] switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw ApiErrors.BadRequest($"{key} is not a string"),
    };

    private static JsonObject Gone(ApiRequest request, JsonObject obj)
    {
        var details = new JsonObject { ["name"] = request.Info.Name };
        if (request.Type.Group.Length > 0)
        {
            details["group"] = request.Type.Group;
        }
        details["kind"] = request.Type.Plural;
        details["uid"] = obj["metadata"]!["uid"]!.DeepClone();
        return StatusBody.Success(details);
    }
}
