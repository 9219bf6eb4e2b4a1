using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Admission.Quotas;

/// <summary>Which pods a quota is about: one of its <c>scopes</c> or of the expressions of its <c>scopeSelector</c>.</summary>
/// <param name="Name">For example <c>BestEffort</c>.</param>
/// <param name="Operator">In, NotIn, Exists or DoesNotExist.</param>
/// <param name="Values">Names of priority classes.</param>
internal sealed record QuotaScope(string Name, string Operator, IReadOnlyList<string> Values)
{
    /// <summary>The names that are known.</summary>
    public static readonly IReadOnlyList<string> Names = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];

    public static IReadOnlyList<QuotaScope> ReadAll(JsonObject quota) =>
    [
        .. (quota.At("spec", "scopes") as JsonArray ?? []).Select(s => new QuotaScope(s.Text() ?? "", "Exists", [])),
        .. quota.Items("spec", "scopeSelector", "matchExpressions").Select(e => new QuotaScope(
            e.Text("scopeName") ?? "", e.Text("operator") ?? "", [.. (e["values"] as JsonArray ?? []).Select(v => v.Text() ?? "")])),
    ];

    public bool Matches(PodTraits pod) => Name switch
    {
        "Terminating" => pod.IsTerminating,
        "NotTerminating" => !pod.IsTerminating,
        "BestEffort" => pod.IsBestEffort,
        "NotBestEffort" => !pod.IsBestEffort,
        "PriorityClass" => MatchesPriority(pod.PriorityClass),
        "CrossNamespacePodAffinity" => pod.HasForeignAffinity,
        _ => false,
    };

    private bool MatchesPriority(string priorityClass) => Operator switch
    {
        "Exists" => priorityClass.Length > 0,
        "DoesNotExist" => priorityClass.Length == 0,
        "In" => Values.Contains(priorityClass, StringComparer.Ordinal),
        "NotIn" => !Values.Contains(priorityClass, StringComparer.Ordinal),
        _ => false,
    };
}
