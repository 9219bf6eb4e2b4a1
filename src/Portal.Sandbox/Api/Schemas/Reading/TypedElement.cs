using System.Text.Json;

namespace Portal.Sandbox.Api.Schemas.Reading;

/// <summary>Reads members of a document that must have a type; errors are worded as Go's decoder words them.</summary>
internal static class TypedElement
{
    public static JsonElement.ArrayEnumerator Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(value, "array");

    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(value, "string");

    public static bool Flag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(value, "bool"),
    };

    public static long Whole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(value, "int64");

    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(value, "float64");

    public static SchemaFormatException Wrong(JsonElement value, string wanted)
    {
        var found = value.ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "bool",
        };
        return new SchemaFormatException("", $"json: cannot unmarshal {found} into Go struct field of type {wanted}");
    }
}
