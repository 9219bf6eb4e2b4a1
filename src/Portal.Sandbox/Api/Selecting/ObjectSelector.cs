using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Selecting;

/// <summary>A label selector as objects write it: <c>{matchLabels: {..}, matchExpressions: [{key, operator, values}]}</c>. An empty one selects everything.</summary>
internal static class ObjectSelector
{
    /// <summary>Whether an object with these labels is selected.</summary>
    public static bool Matches(JsonNode? selector, JsonNode? labels) =>
        selector.Pairs("matchLabels").All(l => labels.Text(l.Key) == l.Value)
        && selector.Items("matchExpressions").All(e => Requirement(e).Matches(labels.Text(e.Text("key") ?? "")));

    private static LabelRequirement Requirement(JsonObject expression)
    {
        var values = expression.At("values") is JsonArray list ? list.Select(v => v.Scalar() ?? "").ToList() : [];
        var comparison = expression.Text("operator") switch
        {
            "In" => "in",
            "NotIn" => "notin",
            "Exists" => "exists",
            _ => "!",
        };
        return new LabelRequirement(expression.Text("key") ?? "", comparison, values);
    }
}
