using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>Says whose fields an apply would change.</summary>
internal static class ApplyConflict
{
    public static ApiException Of(IReadOnlyList<(FieldManager Manager, string Path)> conflicts, string apiVersion)
    {
        var causes = conflicts.Select(c => new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = $"conflict with {Show(c.Manager, apiVersion)}",
            ["field"] = c.Path,
        });
        return new ApiException(409, "Conflict", Message(conflicts, apiVersion)) { Details = new JsonObject { ["causes"] = new JsonArray([.. causes]) } };
    }

    private static string Message(IReadOnlyList<(FieldManager Manager, string Path)> conflicts, string apiVersion)
    {
        if (conflicts is [var only])
        {
            return $"Apply failed with 1 conflict: conflict with {Show(only.Manager, apiVersion)}: {only.Path}";
        }
        var managers = conflicts.GroupBy(c => c.Manager).OrderBy(g => g.Key.Name, StringComparer.Ordinal)
            .Select(g => $"conflicts with {Show(g.Key, apiVersion)}:\n{string.Join("\n", g.Select(c => "- " + c.Path))}");
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join("\n", managers)}";
    }

    private static string Show(FieldManager manager, string apiVersion) =>
        $"\"{manager.Name}\"{(manager.Subresource.Length == 0 ? "" : $" with subresource \"{manager.Subresource}\"")}{(manager.IsApply ? "" : $" using {apiVersion}")}";
}
