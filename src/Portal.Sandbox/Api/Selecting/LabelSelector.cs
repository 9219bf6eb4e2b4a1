using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Selecting;

/// <summary>Kubernetes' label selector, for example <c>app=x,tier in (a,b),!old</c>. An empty one selects everything.</summary>
public sealed class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> _requirements;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => _requirements = requirements;

    public bool SelectsAll => _requirements.Count == 0;

    /// <exception cref="ApiException">400 with Kubernetes' words.</exception>
    public static LabelSelector Parse(string text) => new([.. new LabelSelectorParser(text).Requirements()]);

    /// <summary>Whether an object with these <c>metadata.labels</c> is selected.</summary>
    public bool Matches(JsonObject? labels) => _requirements.All(r => r.Matches((string?)labels?[r.Key]));
}
