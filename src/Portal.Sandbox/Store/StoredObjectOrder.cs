namespace Portal.Sandbox.Store;

/// <summary>Orders objects of a kind by path, byte for byte, as lists show them.</summary>
internal sealed class StoredObjectOrder : IComparer<StoredObject>
{
    public static readonly StoredObjectOrder Instance = new();

    public int Compare(StoredObject? x, StoredObject? y) => string.CompareOrdinal(x?.Path, y?.Path);
}
