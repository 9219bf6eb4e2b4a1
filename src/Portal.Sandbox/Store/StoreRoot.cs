using System.Collections.Immutable;

namespace Portal.Sandbox.Store;

/// <summary>Everything that is stored, at one version. Never changes; the next version shares what stayed the same.</summary>
public sealed class StoreRoot
{
    private static readonly ImmutableSortedSet<StoredObject> None = ImmutableSortedSet.Create<StoredObject>(StoredObjectOrder.Instance);
    private readonly ImmutableDictionary<string, ImmutableSortedSet<StoredObject>> _objects;

    private StoreRoot(long version, ImmutableDictionary<string, ImmutableSortedSet<StoredObject>> objects)
    {
        Version = version;
        _objects = objects;
    }

    /// <summary>An empty store. Its version is 1 because 0 means "any" in the API.</summary>
    public static StoreRoot Empty { get; } = new(1, ImmutableDictionary.Create<string, ImmutableSortedSet<StoredObject>>(StringComparer.Ordinal));

    /// <summary>Version of the last change.</summary>
    public long Version { get; }

    /// <summary>The object, or null.</summary>
    public StoredObject? Find(ResourceType type, string ns, string name) => Find(type.ToString(), ns, name);

    /// <summary>All objects of a kind, in the order of their paths.</summary>
    public ImmutableSortedSet<StoredObject> All(ResourceType type) => All(type.ToString());

    /// <summary>Objects of a kind in the order of their paths, of one namespace or (null) of all, those after <paramref name="after"/> only.</summary>
    public IEnumerable<StoredObject> Range(ResourceType type, string? ns, string? after = null) => Range(All(type), ns, after);

    internal static IEnumerable<StoredObject> Range(ImmutableSortedSet<StoredObject> all, string? ns, string? after)
    {
        var prefix = ns is null ? "" : ns + "/";
        var from = after is null || string.CompareOrdinal(after, prefix) < 0 ? prefix : after + "\0";
        var index = from.Length == 0 ? 0 : all.IndexOf(Probe(from));
        for (var i = index < 0 ? ~index : index; i < all.Count && all[i].Path.StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            yield return all[i];
        }
    }

    internal IEnumerable<KeyValuePair<string, ImmutableSortedSet<StoredObject>>> Kinds => _objects;

    internal StoredObject? Find(string kind, string ns, string name) =>
        All(kind).TryGetValue(Probe(StoredObject.PathOf(ns, name)), out var found) ? found : null;

    internal ImmutableSortedSet<StoredObject> All(string kind) => _objects.GetValueOrDefault(kind, None);

    internal StoreRoot With(string kind, StoredObject obj) =>
        new(obj.Version, _objects.SetItem(kind, All(kind).Remove(obj).Add(obj)));

    internal StoreRoot Without(string kind, StoredObject obj) =>
        new(obj.Version, _objects.SetItem(kind, All(kind).Remove(obj)));

    internal StoreRoot AtVersion(long version) => new(version, _objects);

    private static StoredObject Probe(string path) => new("", path, 0, []);
}
