namespace Portal.Sandbox.Store;

/// <summary>What happened to an object.</summary>
public enum StoreEventKind
{
    Added = 1,
    Modified = 2,
    Deleted = 3,
}
