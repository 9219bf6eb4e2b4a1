using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Selecting;

namespace Portal.Sandbox.Api.Tables;

/// <summary>What kubectl shows of a quota: each resource with what is used of it, requests and limits apart.</summary>
internal static class QuotaCells
{
    private const string LimitPrefix = "limits";

    public static string Of(JsonObject quota, bool limits) => string.Join(", ", (quota["status"]?["hard"] as JsonObject ?? [])
        .Where(h => h.Key.StartsWith(LimitPrefix, StringComparison.Ordinal) == limits)
        .OrderBy(h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {FieldReader.Text((quota["status"]?["used"] as JsonObject)?[h.Key]) switch { "" => "0", var used => used }}/{FieldReader.Text(h.Value)}"));
}
