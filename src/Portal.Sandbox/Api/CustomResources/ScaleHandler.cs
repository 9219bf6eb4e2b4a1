using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Patching;
using Portal.Sandbox.Api.Selecting;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>The <c>scale</c> subresource of custom kinds: a <c>Scale</c> of autoscaling/v1 read from, and written to, the paths that the definition names.</summary>
public sealed class ScaleHandler(ObjectStore store, ObjectWriter writer)
{
    public const string Kind = "Scale";
    public const string Group = "autoscaling";
    public const string Version = "v1";

    public async Task AnswerAsync(ApiRequest request)
    {
        var (ns, name) = (WriteHandler.Namespace(request), request.Info.Name);
        var paths = request.Kind.Custom!.Scale!;
        if (request.Info.Verb == "get")
        {
            var stored = store.Current.Find(request.Type, ns, name) ?? throw ApiErrors.NotFound(request.Type, name);
            await ApiResponse.WriteAsync(request.Http, 200, Read(StoreJson.Object(request.Kind.Show(stored)), paths));
            return;
        }
        var isPatch = request.Info.Verb == "patch";
        var options = RequestOptions.Write(request, isPatch ? "PatchOptions" : "UpdateOptions");
        var format = request.Http.Request.ContentType?.StartsWith("application/json-patch+json", StringComparison.Ordinal) == true ? PatchFormat.Json : PatchFormat.Merge;
        var document = isPatch ? PatchBody.Read(await RequestBody.ReadBytesAsync(request.Http, request.Aborted), format) : await RequestBody.ReadAsync(request, Kind);
        var body = document.Node ?? throw RequestBody.Unrecognized(Kind, "it is empty", document.Bytes);
        var updated = await writer.UpdateAsync(
            request.Type,
            ns,
            name,
            "",
            current => Write(current, isPatch ? new Patch(format, body).Apply(Read(current, paths), request.Type) : body as JsonObject ?? [], paths, name),
            options,
            request.Aborted);
        await ApiResponse.WriteAsync(request.Http, 200, Read(updated, paths));
    }

    private static JsonObject Read(JsonObject obj, ScalePaths paths)
    {
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (obj["metadata"]![field] is { } value)
            {
                metadata[field] = value.DeepClone();
            }
        }
        var status = new JsonObject { ["replicas"] = Number(FieldReader.Find(obj, paths.StatusReplicas)) };
        if (FieldReader.Text(obj, paths.LabelSelector) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }
        var spec = new JsonObject();
        if (Number(FieldReader.Find(obj, paths.SpecReplicas)) is var replicas and not 0)
        {
            spec["replicas"] = replicas;
        }
        return new JsonObject { ["kind"] = Kind, ["apiVersion"] = $"{Group}/{Version}", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    private static JsonObject Write(JsonObject obj, JsonObject scale, ScalePaths paths, string name)
    {
        var replicas = scale["spec"]?["replicas"];
        if (replicas is not null && (replicas.GetValueKind() != JsonValueKind.Number || !int.TryParse(replicas.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            throw ApiErrors.BadRequest("Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal value into Go struct field ScaleSpec.spec.replicas of type int32");
        }
        var number = Number(replicas);
        if (number < 0)
        {
            throw ApiErrors.Invalid(Group, Kind, name, FieldError.Invalid("spec.replicas", number, "must be greater than or equal to 0"));
        }
        var parent = obj;
        var parts = paths.SpecReplicas.Split('.');
        foreach (var part in parts[..^1])
        {
            if (parent[part] is not JsonObject child)
            {
                parent[part] = child = [];
            }
            parent = child;
        }
        parent[parts[^1]] = number;
        if ((string?)scale["metadata"]?["resourceVersion"] is { Length: > 0 } version)
        {
            obj["metadata"]!["resourceVersion"] = version;
        }
        return obj;
    }

    private static long Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out long number) ? number : 0;
}
