using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>ConfigMaps and Secrets: values are text, keys are file names, and all of it is at most 1 MiB. <c>stringData</c> of a Secret is encoded.</summary>
public sealed partial class ConfigDataRules : IAdmissionStep
{
    private const int MaxSize = 1024 * 1024;
    private const int MaxKey = 253;

    public void Admit(AdmissionRequest request)
    {
        var isSecret = request.Type == ResourceTypes.Secrets;
        if (request.Operation == AdmissionOperation.Delete || !isSecret && request.Type != ResourceTypes.ConfigMaps)
        {
            return;
        }
        var obj = request.Object;
        RequireTexts(request, "data");
        RequireTexts(request, isSecret ? "stringData" : "binaryData");
        if (isSecret)
        {
            Encode(obj);
            obj["type"] ??= "Opaque";
        }
        var errors = Check(obj, isSecret).ToList();
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
        if ((bool?)request.Old?["immutable"] == true && ObjectDataDiffers(obj, request.Old))
        {
            throw ApiErrors.Invalid(request.Type, request.Name, FieldError.Forbidden("data", "field is immutable when `immutable` is set"));
        }
    }

    private static bool ObjectDataDiffers(JsonObject a, JsonObject b) =>
        !JsonNode.DeepEquals(a["data"], b["data"]) || !JsonNode.DeepEquals(a["binaryData"], b["binaryData"]) || !JsonNode.DeepEquals(a["immutable"], b["immutable"]);

    private static void RequireTexts(AdmissionRequest request, string field)
    {
        var kind = request.Type.Kind;
        foreach (var (_, value) in request.Object[field] switch { null => [], JsonObject map => map, _ => throw Wrong(kind, field, "value", "map[string]string") })
        {
            if (value is not null && value.GetValueKind() != JsonValueKind.String)
            {
                throw Wrong(kind, field, value.GetValueKind() switch { JsonValueKind.Number => "number", JsonValueKind.True or JsonValueKind.False => "bool", JsonValueKind.Array => "array", _ => "object" }, "string");
            }
        }
    }

    private static void Encode(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject texts)
        {
            return;
        }
        secret.Remove("stringData");
        var data = secret["data"] as JsonObject;
        if (data is null)
        {
            secret["data"] = data = [];
        }
        foreach (var (key, value) in texts)
        {
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string?)value ?? ""));
        }
    }

    private static IEnumerable<FieldError> Check(JsonObject obj, bool isSecret)
    {
        var total = 0L;
        foreach (var field in isSecret ? (string[])["data"] : ["data", "binaryData"])
        {
            foreach (var (key, value) in obj[field] as JsonObject ?? [])
            {
                if (key.Length > MaxKey || !KeyPattern().IsMatch(key) || key is "." or "..")
                {
                    yield return FieldError.Invalid($"{field}[{key}]", key, "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
                }
                var text = (string?)value ?? "";
                total += isSecret || field == "binaryData" ? text.Length / 4 * 3 : Encoding.UTF8.GetByteCount(text);
            }
        }
        if (total > MaxSize)
        {
            yield return FieldError.TooLong(isSecret ? "data" : "", $"may not be more than {MaxSize} bytes");
        }
    }

    private static ApiException Wrong(string kind, string field, string found, string wanted) =>
        ApiErrors.BadRequest($"{kind} in version \"v1\" cannot be handled as a {kind}: json: cannot unmarshal {found} into Go struct field {kind}.{field} of type {wanted}");

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();
}
