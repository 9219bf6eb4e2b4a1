using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Patching;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>Reads the documents of patches.</summary>
internal static class PatchBody
{
    /// <exception cref="ApiException">400: not a document of that format; 413: too many operations.</exception>
    public static RequestDocument Read(ReadOnlyMemory<byte> bytes, PatchFormat format)
    {
        RequestDocument document;
        try
        {
            document = RequestBody.Parse(bytes, BodyFormat.Json);
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest(format == PatchFormat.Json ? e.Message : "error decoding patch: " + e.Message);
        }
        if (format == PatchFormat.Json)
        {
            if (document.Node is not JsonArray operations)
            {
                throw ApiErrors.BadRequest($"json: cannot unmarshal {KindOf(document.Node)} into Go value of type jsonpatch.Patch");
            }
            if (operations.Count > JsonPatch.MaxOperations)
            {
                throw ApiErrors.TooLarge($"The allowed maximum operations in a JSON patch is {JsonPatch.MaxOperations}, got {operations.Count}");
            }
        }
        else if (document.Node is not JsonObject)
        {
            throw ApiErrors.BadRequest($"error decoding patch: json: cannot unmarshal {KindOf(document.Node)} into Go value of type map[string]interface {{}}");
        }
        return document;
    }

    /// <summary>What comes of the patch is no object of its kind.</summary>
    public static ApiException Invalid(JsonNode value, string why) =>
        ApiErrors.Invalid("", "", "", FieldError.Invalid("patch", Encoding.UTF8.GetString(StoreJson.Bytes(value)), why));

    private static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        null => "null",
        _ => "bool",
    };
}
