namespace Portal.Sandbox.Store;

/// <summary>One object as it is kept: UTF-8 JSON, never changed once stored.</summary>
public sealed class StoredObject
{
    private readonly byte[] _json;

    internal StoredObject(string ns, string name, long version, byte[] json)
    {
        Namespace = ns;
        Name = name;
        Path = PathOf(ns, name);
        Version = version;
        _json = json;
    }

    /// <summary>Namespace; empty for objects of the cluster.</summary>
    public string Namespace { get; }

    public string Name { get; }

    /// <summary>What objects of a kind are sorted by: <c>namespace/name</c>, or the name alone.</summary>
    public string Path { get; }

    /// <summary>The store's version when this state was written; <c>metadata.resourceVersion</c>.</summary>
    public long Version { get; }

    /// <summary>The object as JSON.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    internal static string PathOf(string ns, string name) => ns.Length == 0 ? name : $"{ns}/{name}";
}
