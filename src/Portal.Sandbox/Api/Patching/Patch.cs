using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Patching;

/// <summary>A patch as it was sent.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="Body">What it says.</param>
public sealed record Patch(PatchFormat Format, JsonNode Body)
{
    /// <summary>The object after the patch.</summary>
    /// <param name="current">The object before; may be changed in place.</param>
    /// <param name="type">Its kind: lists of built-in kinds have merge keys.</param>
    /// <exception cref="ApiException">The patch does not apply.</exception>
    public JsonObject Apply(JsonObject current, ResourceType type)
    {
        try
        {
            switch (Format, Body)
            {
                case (PatchFormat.Json, JsonArray operations):
                    JsonPatch.Apply(current, operations);
                    return current;
                case (PatchFormat.Merge, JsonObject changes):
                    return (JsonObject)MergePatch.Apply(current, changes)!;
                case (_, JsonObject changes):
                    StrategicMergePatch.Apply(current, changes, BuiltInTypes.Of(type));
                    return current;
                default:
                    throw ApiErrors.BadRequest("error decoding patch: it is not a JSON " + (Format == PatchFormat.Json ? "list" : "object"));
            }
        }
        catch (JsonPatchException)
        {
            throw new ApiException(422, "Invalid", "the server rejected our request due to an error in our request") { Details = [] };
        }
    }
}
