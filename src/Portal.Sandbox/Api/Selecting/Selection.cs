using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Selecting;

/// <summary>Which objects of a kind a request is about.</summary>
/// <param name="Namespace">Only this one; null for all.</param>
/// <param name="Labels">By label.</param>
/// <param name="Fields">By field.</param>
public sealed record Selection(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Whether a stored object is selected. Reads the object only when a selector has to look into it.</summary>
    public bool Includes(StoredObject stored)
    {
        if (Namespace is not null && stored.Namespace != Namespace || Fields.Name is { } name && stored.Name != name)
        {
            return false;
        }
        return Labels.SelectsAll && Fields.SelectsAll || Includes(StoreJson.Object(stored));
    }

    /// <summary>A change as somebody sees it who sees only what is selected; null when it is not to be seen.</summary>
    public StoreEventKind? Seen(StoreEvent change)
    {
        var (before, after) = (change.Previous is { } previous && Includes(previous), change.Kind != StoreEventKind.Deleted && Includes(change.Object));
        return (before, after) switch
        {
            (false, true) => StoreEventKind.Added,
            (true, true) => StoreEventKind.Modified,
            (true, false) => StoreEventKind.Deleted,
            _ => null,
        };
    }

    private bool Includes(JsonObject obj) => Labels.Matches(obj["metadata"]?["labels"] as JsonObject) && Fields.Matches(obj);
}
