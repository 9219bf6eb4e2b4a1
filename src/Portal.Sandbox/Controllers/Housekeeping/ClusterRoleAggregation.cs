using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Selecting;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>The rules of a ClusterRole that is put together from others by their labels.</summary>
internal static class ClusterRoleAggregation
{
    /// <summary>Gives the role the rules of those that its selectors find, in the order of their names and each once.</summary>
    /// <returns>Whether that changed it.</returns>
    public static bool Apply(JsonObject role, IEnumerable<JsonObject> all)
    {
        var selectors = role.Items("aggregationRule", "clusterRoleSelectors").Select(Requirements).ToList();
        if (selectors.Count == 0)
        {
            return false;
        }
        var parts = all.Where(r => r.Name() != role.Name()).OrderBy(r => r.Name(), StringComparer.Ordinal).ToList();
        var rules = new JsonArray();
        foreach (var rule in selectors.SelectMany(s => parts.Where(p => s.TrueForAll(r => r.Matches(p.Label(r.Key))))).SelectMany(p => p.Items("rules")))
        {
            if (!rules.Any(r => JsonNode.DeepEquals(r, rule)))
            {
                rules.Add(rule.DeepClone());
            }
        }
        if (JsonNode.DeepEquals(role["rules"] ?? new JsonArray(), rules))
        {
            return false;
        }
        role["rules"] = rules;
        return true;
    }

    private static List<LabelRequirement> Requirements(JsonObject selector) =>
    [
        .. selector.Pairs("matchLabels").Select(l => new LabelRequirement(l.Key, "in", [l.Value])),
        .. selector.Items("matchExpressions").Select(e => new LabelRequirement(
            e.Text("key") ?? "",
            e.Text("operator") switch { "In" => "in", "NotIn" => "notin", "Exists" => "exists", _ => "!" },
            [.. (e["values"] as JsonArray ?? []).Select(v => v.Text() ?? "")])),
    ];
}
