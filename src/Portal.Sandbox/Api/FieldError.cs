using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>What is wrong with one field, worded as Kubernetes words it; one cause of a Status.</summary>
/// <param name="Reason">For example <c>FieldValueInvalid</c>.</param>
/// <param name="Field">Path, for example <c>spec.containers[0].image</c>.</param>
/// <param name="Message">What is wrong, without the path.</param>
public sealed record FieldError(string Reason, string Field, string Message)
{
    public static FieldError Required(string field, string why = "") => new("FieldValueRequired", field, "Required value" + (why.Length == 0 ? "" : ": " + why));

    public static FieldError Invalid(string field, JsonNode? value, string why) => new("FieldValueInvalid", field, $"Invalid value: {Text(value)}: {why}");

    public static FieldError Forbidden(string field, string why) => new("FieldValueForbidden", field, "Forbidden: " + why);

    public static FieldError TooLong(string field, string why) => new("FieldValueTooLong", field, "Too long: " + why);

    public static FieldError TooMany(string field, long actual, long most) => new("FieldValueTooMany", field, $"Too many: {actual}: must have at most {most} items");

    public static FieldError Duplicate(string field, JsonNode? value) => new("FieldValueDuplicate", field, $"Duplicate value: {Text(value)}");

    public static FieldError NotSupported(string field, JsonNode? value, params IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {Text(value)}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public static FieldError WrongType(string field, JsonNode value, string wanted)
    {
        var found = value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny(".eE") ? "number" : "integer",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "array",
            _ => "object",
        };
        return new("FieldValueTypeInvalid", field, $"Invalid value: \"{found}\": {field} in body must be of type {wanted}: \"{found}\"");
    }

    private static string Text(JsonNode? value) => value is null ? "null" : System.Text.Encoding.UTF8.GetString(StoreJson.Bytes(value));
}
