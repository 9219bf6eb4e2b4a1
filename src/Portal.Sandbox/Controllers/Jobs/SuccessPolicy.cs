using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary><c>spec.successPolicy</c> of an Indexed job: which indexes are enough.</summary>
internal sealed class SuccessPolicy(JsonNode policy, int completions)
{
    /// <returns>Which rule is met; null for none.</returns>
    public string? Match(IndexSet succeeded)
    {
        if (succeeded.Count == 0)
        {
            return null;
        }

        var rules = policy.Items("rules").ToList();
        var met = rules.FindIndex(r => IsMet(r, succeeded));
        return met < 0 ? null : $"Matched rules at index {met}";
    }

    private bool IsMet(JsonObject rule, IndexSet succeeded)
    {
        var count = rule.Whole("succeededCount");
        if (rule.Text("succeededIndexes") is not { } text)
        {
            return count is { } enough && succeeded.Count >= enough;
        }

        var wanted = IndexSet.Parse(text, completions);
        return wanted.CountShared(succeeded) >= (count ?? wanted.Count);
    }
}
