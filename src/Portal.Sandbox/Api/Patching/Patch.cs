using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Patching;

/// <summary>A patch as it was sent.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="Body">What it says.</param>
public sealed record Patch(PatchFormat Format, JsonNode Body)
{
    /// <summary>The object after the patch.</summary>
    /// <param name="current">The object before; may be changed in place.</param>
    /// <param name="builtIn">Whether lists of the kind have merge keys.</param>
    /// <exception cref="ApiException">The patch does not apply.</exception>
    public JsonObject Apply(JsonObject current, bool builtIn)
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
                case (PatchFormat.Apply, JsonObject wanted) when !builtIn:
                    return (JsonObject)MergePatch.Apply(current, wanted)!;
                case (PatchFormat.Strategic or PatchFormat.Apply, JsonObject changes):
                    // Apply in its plain form: what is given is set. What to take away again comes with field ownership.
                    StrategicMergePatch.Apply(current, changes);
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
