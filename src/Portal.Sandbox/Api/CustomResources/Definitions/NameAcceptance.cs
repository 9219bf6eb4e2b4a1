using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>Gives a definition the names that it asks for and that no other definition of its group has, and establishes it when it got them all.</summary>
internal static class NameAcceptance
{
    /// <summary>Writes names and conditions into the status.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Apply(JsonObject obj, StoreRoot root, DateTimeOffset now)
    {
        var status = DefinitionDefaults.Status(obj);
        var before = status.DeepClone();
        var name = (string)obj["metadata"]!["name"]!;
        var group = (string)obj["spec"]!["group"]!;
        var others = root.All(ResourceTypes.CustomResourceDefinitions).Where(o => o.Name != name).Select(CustomResourceDefinition.Of).Where(d => d.Group == group).ToList();
        var resources = others.SelectMany(o => o.AcceptedNames.ShortNames.Append(o.AcceptedNames.Plural).Append(o.AcceptedNames.Singular)).ToHashSet(StringComparer.Ordinal);
        var kinds = others.SelectMany(o => (string[])[o.AcceptedNames.Kind, o.AcceptedNames.ListKind]).ToHashSet(StringComparer.Ordinal);

        var wanted = (JsonObject)obj["spec"]!["names"]!;
        var accepted = status["acceptedNames"] as JsonObject ?? [];
        (string Reason, string Message)? conflict = null;
        foreach (var (member, taken, reason) in new[]
        {
            ("plural", resources, "PluralConflict"), ("singular", resources, "SingularConflict"), ("shortNames", resources, "ShortNamesConflict"),
            ("kind", kinds, "KindConflict"), ("listKind", kinds, "ListKindConflict"), ("categories", [], ""),
        })
        {
            if (Values(wanted[member]).FirstOrDefault(taken.Contains) is { } used)
            {
                conflict ??= (reason, $"\"{used}\" is already in use");
                continue;
            }
            accepted.Remove(member);
            if (wanted[member] is { } value)
            {
                accepted[member] = value.DeepClone();
            }
        }
        status["acceptedNames"] = accepted.DeepClone();
        Conditions(status, conflict, ObjectMeta.Time(now));
        return !JsonNode.DeepEquals(before, status);
    }

    private static void Conditions(JsonObject status, (string Reason, string Message)? conflict, string now)
    {
        if (conflict is { } because)
        {
            DefinitionConditions.Set(status, DefinitionConditions.NamesAccepted, false, because.Reason, because.Message, now);
            if (!IsEstablished(status))
            {
                DefinitionConditions.Set(status, DefinitionConditions.Established, false, "NotAccepted", "not all names are accepted", now);
            }
            return;
        }
        DefinitionConditions.Set(status, DefinitionConditions.NamesAccepted, true, "NoConflicts", "no conflicts found", now);
        if (!IsEstablished(status))
        {
            DefinitionConditions.Set(status, DefinitionConditions.Established, true, "InitialNamesAccepted", "the initial names have been accepted", now);
        }
    }

    private static bool IsEstablished(JsonObject status) =>
        (status["conditions"] as JsonArray ?? []).Any(c => (string?)c?["type"] == DefinitionConditions.Established && (string?)c?["status"] == "True");

    private static IEnumerable<string> Values(JsonNode? names) => names switch
    {
        JsonArray list => list.Select(v => (string?)v ?? ""),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
