using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Apply;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Server-side apply: a manager says what it wants of an object and owns what it says. Creates the object when there is none.</summary>
public sealed class ApplyHandler(ObjectWriter writer, ObjectStore store, TimeProvider clock)
{
    public async Task ApplyAsync(ApiRequest request)
    {
        if (request.Query("fieldManager").Length == 0)
        {
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", FieldError.Required("fieldManager", "is required for apply patch"));
        }
        var (options, validation) = (RequestOptions.Write(request, "PatchOptions"), FieldValidation.Of(request, "PatchOptions"));
        options = options with { Manager = options.Manager! with { IsApply = true } };
        var document = Read(await RequestBody.ReadBytesAsync(request.Http, request.Aborted));
        var configuration = document.Node as JsonObject ?? throw ApiErrors.BadRequest("error decoding YAML: json: cannot unmarshal into Go value of type map[string]interface {}");
        Check(request, configuration);
        validation.Report(document.Duplicates, why => ApiErrors.BadRequest("error strict decoding YAML: " + why["strict decoding error: ".Length..]));
        var (ns, name) = (WriteHandler.Namespace(request), request.Info.Name);
        if (request.Info.Subresource.Length == 0 && store.Current.Find(request.Type, ns, name) is null)
        {
            var created = Applied(request, null, configuration, options.Manager);
            ObjectBody.Decode(request.Type, created, ApiErrors.BadRequest);
            await ApiResponse.WriteAsync(request.Http, 201, await writer.CreateAsync(request.Type, created, options, request.Aborted));
            return;
        }
        var updated = await writer.UpdateAsync(
            request.Type,
            ns,
            name,
            request.Info.Subresource,
            live =>
            {
                var next = Applied(request, live, configuration, options.Manager);
                ObjectBody.Decode(request.Type, next, ApiErrors.BadRequest);
                return next;
            },
            options,
            request.Aborted);
        await ApiResponse.WriteAsync(request.Http, 200, updated);
    }

    private JsonObject Applied(ApiRequest request, JsonObject? live, JsonObject configuration, FieldManager manager)
    {
        var ownership = new FieldOwnership(request.Type.ApiVersion, FieldShapes.Of(store.Current, request.Type), ObjectMeta.Time(clock.GetUtcNow()));
        try
        {
            return ownership.Apply(live, configuration, manager, ListOptions.Flag(request, "force"));
        }
        catch (FieldTypeException e)
        {
            var what = $"{request.Info.Namespace}/{request.Info.Name}; {request.Type.ApiVersion}, Kind={request.Type.Kind}";
            throw new ApiException(500, "", $"failed to create typed patch object ({(request.Type.Group.Length == 0 ? what.Replace("; ", "; /", StringComparison.Ordinal) : what)}): {e.Message}");
        }
    }

    /// <summary>The configuration is for this object, and does not speak of what this path does not write.</summary>
    private static void Check(ApiRequest request, JsonObject configuration)
    {
        var type = request.Type;
        if (configuration["apiVersion"]?.ToString() is var version && version != type.ApiVersion)
        {
            throw ApiErrors.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {type.ApiVersion}");
        }
        ObjectBody.RequireKind(type, configuration);
        WriteHandler.RequireNamespace(request, configuration);
        var metadata = ObjectMeta.Of(configuration);
        if (metadata["managedFields"] is not null)
        {
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        }
        if (metadata["name"]?.ToString() is { Length: > 0 } name && name != request.Info.Name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Info.Name})");
        }
        metadata["name"] = request.Info.Name;
        if (type.StatusSubresource && request.Info.Subresource.Length == 0)
        {
            configuration.Remove("status");
        }
        foreach (var other in request.Info.Subresource == "status" ? configuration.Select(p => p.Key).Except(["apiVersion", "kind", "metadata", "status"], StringComparer.Ordinal).ToList() : [])
        {
            configuration.Remove(other);
        }
    }

    private static RequestDocument Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return RequestBody.Parse(bytes, BodyFormat.Yaml);
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException)
        {
            throw ApiErrors.BadRequest("error decoding YAML: " + e.Message);
        }
    }
}
