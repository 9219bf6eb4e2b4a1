using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Writing;

/// <summary>What becomes of the dependants of an object that is deleted: a finalizer tells the garbage collector to delete them first, or to let them go.</summary>
internal static class Propagation
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <summary>Puts the finalizer of the policy in the place of the other one. The last deletion that says how has its way.</summary>
    public static void Apply(ResourceType type, JsonObject obj, string? policy)
    {
        var finalizers = ObjectMeta.Finalizers(obj);
        var wanted = (policy ?? Implied(type, finalizers)) switch
        {
            "Foreground" => Foreground,
            "Orphan" => Orphan,
            _ => null,
        };
        List<string> next = [.. finalizers.Where(f => f is not (Foreground or Orphan) || f == wanted)];
        if (wanted is not null && !next.Contains(wanted, StringComparer.Ordinal))
        {
            next.Add(wanted);
        }
        if (!next.SequenceEqual(finalizers, StringComparer.Ordinal))
        {
            ObjectMeta.Of(obj)["finalizers"] = new JsonArray([.. next.Select(f => JsonValue.Create(f))]);
        }
    }

    /// <summary>Whether pods are kept, unless somebody says otherwise: only those of batch/v1 jobs, for the sake of old clients.</summary>
    public static bool OrphansByDefault(ResourceType type) => type == ResourceTypes.Jobs;

    private static string Implied(ResourceType type, IReadOnlyList<string> finalizers) =>
        finalizers.Contains(Orphan, StringComparer.Ordinal) ? "Orphan"
        : finalizers.Contains(Foreground, StringComparer.Ordinal) ? "Foreground"
        : OrphansByDefault(type) ? "Orphan"
        : "Background";
}
