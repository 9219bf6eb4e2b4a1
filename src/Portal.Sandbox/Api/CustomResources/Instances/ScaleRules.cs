using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Selecting;

namespace Portal.Sandbox.Api.CustomResources.Instances;

/// <summary>Numbers that <c>Scale</c> shows are none below zero.</summary>
internal static class ScaleRules
{
    public static IEnumerable<FieldError> Check(JsonObject obj, ScalePaths? scale)
    {
        foreach (var path in scale is null ? [] : (string[])[scale.SpecReplicas, scale.StatusReplicas])
        {
            if (FieldReader.Find(obj, path) is { } value && value.GetValueKind() == JsonValueKind.Number && JsonNumber.Of(value) < 0)
            {
                yield return FieldError.Invalid("." + path, value, "should be a non-negative integer");
            }
        }
    }
}
