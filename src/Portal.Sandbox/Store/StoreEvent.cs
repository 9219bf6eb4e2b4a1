namespace Portal.Sandbox.Store;

/// <summary>One committed change.</summary>
/// <param name="Type">Kind as <see cref="ResourceType.ToString"/> names it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object after the change; for a deletion its last state with the version of the deletion.</param>
/// <param name="Previous">The object before; null when it was added.</param>
public sealed record StoreEvent(string Type, StoreEventKind Kind, StoredObject Object, StoredObject? Previous)
{
    /// <summary>Version of the change.</summary>
    public long Version => Object.Version;
}
