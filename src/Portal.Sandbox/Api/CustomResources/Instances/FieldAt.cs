using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.CustomResources.Instances;

/// <summary>Finds the field that an error names, for example <c>spec.steps[0].name</c>.</summary>
internal static class FieldAt
{
    /// <summary>The field; null when there is none, the object itself when the path leads nowhere.</summary>
    public static JsonNode? Find(JsonNode root, string path)
    {
        if (path.StartsWith('<'))
        {
            return root;
        }
        JsonNode? node = root;
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            node = (node as JsonObject)?[bracket < 0 ? part : part[..bracket]];
            while (bracket >= 0)
            {
                var end = part.IndexOf(']', bracket);
                node = end > 0 && int.TryParse(part.AsSpan(bracket + 1, end - bracket - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && node is JsonArray list && index < list.Count
                    ? list[index]
                    : null;
                bracket = end < 0 ? -1 : part.IndexOf('[', end);
            }
        }
        return node;
    }
}
