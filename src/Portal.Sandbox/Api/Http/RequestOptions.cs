using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Apply;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Http;

/// <summary>Reads the options of writes from query and body, checked as Kubernetes checks them.</summary>
internal static class RequestOptions
{
    /// <param name="request">The request.</param>
    /// <param name="kind">CreateOptions, UpdateOptions, PatchOptions or DeleteOptions: what an error is said to be about.</param>
    public static WriteOptions Write(ApiRequest request, string kind)
    {
        var values = request.Http.Request.Query["dryRun"].Where(v => !string.IsNullOrEmpty(v)).ToList();
        return new WriteOptions(request.Caller, DryRun(values, kind), Manager(request, kind)) { OnUnknownFields = FieldValidation.Of(request, kind).OnUnknownFields };
    }

    /// <summary>Who owns what this request writes.</summary>
    private static FieldManager Manager(ApiRequest request, string kind)
    {
        var (given, agent) = (request.Query("fieldManager"), request.Http.Request.Headers.UserAgent.ToString());
        if (given.Length > FieldManager.MaxName)
        {
            throw ApiErrors.Invalid("meta.k8s.io", kind, "", FieldError.TooLong("fieldManager", $"may not be more than {FieldManager.MaxName} bytes"));
        }
        return new FieldManager(given.Length > 0 ? given : FieldManager.NameOf(agent), false, request.Info.Subresource);
    }

    public static async Task<(DeleteOptions How, WriteOptions Options)> DeleteAsync(ApiRequest request)
    {
        var body = await BodyAsync(request);
        var dryRun = (body?["dryRun"] as JsonArray ?? []).Select(v => (string?)v).Concat(request.Http.Request.Query["dryRun"]).Where(v => !string.IsNullOrEmpty(v)).ToList();
        var policy = (string?)body?["propagationPolicy"] ?? request.Http.Request.Query["propagationPolicy"].FirstOrDefault();
        if (policy is not (null or "Background" or "Foreground" or "Orphan"))
        {
            throw ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", "", FieldError.NotSupported("propagationPolicy", policy, "Foreground", "Background", "Orphan", "nil"));
        }
        var grace = (long?)body?["gracePeriodSeconds"] ?? ListOptions.Number(request, "gracePeriodSeconds");
        if (grace < 0)
        {
            throw ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", "", FieldError.Invalid("gracePeriodSeconds", grace, "must be greater than or equal to 0"));
        }
        var orphan = body.Flag("orphanDependents") ?? (bool.TryParse(request.Query("orphanDependents"), out var asked) ? asked : null);
        if (orphan is not null && policy is not null)
        {
            throw ApiErrors.Invalid(
                "meta.k8s.io", "DeleteOptions", "", FieldError.Invalid("propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
        }
        var how = new DeleteOptions
        {
            GraceSeconds = grace,
            PropagationPolicy = orphan is { } orphans ? orphans ? "Orphan" : "Background" : policy,
            Uid = (string?)body?["preconditions"]?["uid"],
            ResourceVersion = (string?)body?["preconditions"]?["resourceVersion"],
        };
        return (how, new WriteOptions(request.Caller, DryRun(dryRun, "DeleteOptions")));
    }

    private static async Task<JsonObject?> BodyAsync(ApiRequest request)
    {
        var bytes = await RequestBody.ReadBytesAsync(request.Http, request.Aborted);
        if (bytes.Length == 0)
        {
            return null;
        }
        try
        {
            var body = RequestBody.Parse(bytes, RequestBody.FormatOf(request.Http.Request) ?? BodyFormat.Json).Node as JsonObject;
            if (body is not null)
            {
                ObjectDecoder.Decode(body, BuiltInTypes.Find("meta.k8s.io", "DeleteOptions")!);
            }
            return body;
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException)
        {
            throw RequestBody.Unrecognized("DeleteOptions", "couldn't get version/kind; json parse error: " + e.Message, bytes);
        }
        catch (FieldTypeException e)
        {
            throw ApiErrors.BadRequest($"DeleteOptions in version \"{request.Type.Version}\" cannot be handled as a DeleteOptions: {e.Message}");
        }
    }

    private static bool DryRun(List<string?> values, string kind)
    {
        if (values.Any(v => v != "All"))
        {
            var list = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
            throw ApiErrors.Invalid("meta.k8s.io", kind, "", FieldError.NotSupported("dryRun", list, "All"));
        }
        return values.Count > 0;
    }
}
