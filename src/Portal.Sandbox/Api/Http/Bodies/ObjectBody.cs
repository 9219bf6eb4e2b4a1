using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>The object of a create or update: of the kind that the path is for, with the fields that this kind has.</summary>
internal static class ObjectBody
{
    private const string MetaStruct = "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    /// <exception cref="ApiException">400, 413, 415 or 422.</exception>
    public static async Task<JsonObject> ReadAsync(ApiRequest request, FieldValidation validation)
    {
        var type = request.Type;
        var document = await RequestBody.ReadAsync(request, type.Kind);
        var obj = document.Node switch
        {
            JsonObject found => found,
            null => [],
            var other => throw RequestBody.Unrecognized(type.Kind, $"couldn't get version/kind; json parse error: json: cannot unmarshal {KindOf(other)} into Go value of type {MetaStruct}", document.Bytes),
        };
        RequireKind(type, obj, document);
        validation.Report([.. Decode(type, obj, why => CannotBe(type, why)), .. document.Duplicates], why => CannotBe(type, why));
        return obj;
    }

    /// <summary>Makes the object what its kind's type makes of it.</summary>
    /// <returns>What strict validation has to say.</returns>
    public static IReadOnlyList<string> Decode(ResourceType type, JsonObject obj, Func<string, ApiException> refuse)
    {
        if (BuiltInTypes.Of(type) is not { } known)
        {
            return [];
        }
        try
        {
            return [.. ObjectDecoder.Decode(obj, known).Select(path => $"unknown field \"{path}\"")];
        }
        catch (FieldTypeException e)
        {
            throw refuse(e.Message);
        }
    }

    /// <summary>The object is of the kind; one that says nothing is taken to be.</summary>
    public static void RequireKind(ResourceType type, JsonObject obj) => RequireKind(type, obj, null);

    private static void RequireKind(ResourceType type, JsonObject obj, RequestDocument? document)
    {
        var (kind, version) = (Text(obj, "kind", type, document), Text(obj, "apiVersion", type, document));
        if (version.Count(c => c == '/') > 1)
        {
            throw RequestBody.Unrecognized(type.Kind, $"unexpected GroupVersion string: {version}", document?.Bytes ?? default);
        }
        obj["kind"] = kind.Length == 0 ? kind = type.Kind : kind;
        obj["apiVersion"] = version.Length == 0 ? version = type.ApiVersion : version;
        if (kind == type.Kind && version == type.ApiVersion)
        {
            return;
        }
        var (group, shortVersion) = version.Split('/') is [var g, var v] ? (g, v) : ("", version);
        if (!KindTable.Of(type).BuiltIn && type.Version != "v1")
        {
            throw ApiErrors.Invalid(type, (string?)(obj["metadata"] as JsonObject)?["name"] ?? "", Mismatches(type, kind, version));
        }
        if (BuiltInTypes.Find(group, kind) is null || shortVersion != "v1")
        {
            throw ApiErrors.BadRequest($"{kind} in version \"{shortVersion}\" cannot be handled as a {type.Kind}: no kind \"{kind}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }
        throw kind == type.Kind
            ? ApiErrors.BadRequest($"the API version in the data ({version}) does not match the expected API version ({type.ApiVersion})")
            : ApiErrors.BadRequest($"{kind} in version \"{shortVersion}\" cannot be handled as a {type.Kind}: converting (v1.{kind}) to ({Package(type.Group)}.{type.Kind}): unknown conversion");
    }

    private static FieldError[] Mismatches(ResourceType type, string kind, string version) =>
    [
        .. kind == type.Kind ? (FieldError[])[] : [FieldError.Invalid("kind", kind, $"must be {type.Kind}")],
        .. version == type.ApiVersion ? (FieldError[])[] : [FieldError.Invalid("apiVersion", version, $"must be {type.ApiVersion}")],
    ];

    /// <summary>The package of a group's own types in Kubernetes.</summary>
    private static string Package(string group) => group.Length == 0 ? "core" : group.Split('.')[0];

    /// <summary>The body is no object of the kind.</summary>
    public static ApiException CannotBe(ResourceType type, string why) =>
        ApiErrors.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {why}");

    private static string Text(JsonObject obj, string key, ResourceType type, RequestDocument? document) => obj[key] switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => throw RequestBody.Unrecognized(type.Kind, $"couldn't get version/kind; json parse error: json: cannot unmarshal {KindOf(other)} into Go struct field .{key} of type string", document?.Bytes ?? default),
    };

    private static string KindOf(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };
}
