using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>
/// Everything that the API serves at one moment: the built-in kinds and those of the custom resource definitions that are stored then. It follows from
/// the store alone, so it survives a restart, and a write sees the kinds of the very state that it changes.
/// </summary>
public sealed class KindSet
{
    private static readonly ConditionalWeakTable<ImmutableSortedSet<StoredObject>, KindSet> Known = [];
    private readonly Dictionary<(string Group, string Version, string Plural), ServedKind> _byPath;

    private KindSet(ImmutableSortedSet<StoredObject> definitions)
    {
        var custom = definitions.Select(CustomResourceDefinition.Of).Where(d => d.IsEstablished).ToList();
        Definitions = custom;
        All = [.. ServedKinds.All, .. custom.SelectMany(d => d.Kinds)];
        _byPath = new Dictionary<(string, string, string), ServedKind>(All.Count);
        foreach (var kind in All)
        {
            _byPath.TryAdd((kind.Type.Group, kind.Type.Version, kind.Type.Plural), kind);
        }
    }

    /// <summary>Built-in kinds first, then those of definitions in the order of their names, versions of one kind together, the most stable first.</summary>
    public IReadOnlyList<ServedKind> All { get; }

    /// <summary>The definitions whose kinds are served.</summary>
    public IReadOnlyList<CustomResourceDefinition> Definitions { get; }

    /// <summary>Kinds outside the core group, by group.</summary>
    public IEnumerable<IGrouping<string, ServedKind>> Groups => All.Where(k => k.Type.Group.Length > 0).GroupBy(k => k.Type.Group, StringComparer.Ordinal);

    /// <summary>What is stored: every kind once, whatever versions it has.</summary>
    public IEnumerable<ResourceType> Stored => All.Where(k => !k.IsReview).Select(k => k.Type).DistinctBy(t => (t.Group, t.Plural));

    /// <summary>The kinds of a state of the store.</summary>
    public static KindSet At(StoreRoot root) => Known.GetValue(root.All(ResourceTypes.CustomResourceDefinitions), definitions => new KindSet(definitions));

    public IEnumerable<ServedKind> Of(string group) => All.Where(k => k.Type.Group == group);

    /// <summary>Versions of a group, the preferred one first.</summary>
    public IReadOnlyList<string> Versions(string group) =>
        [.. Of(group).Select(k => k.Type.Version).Distinct(StringComparer.Ordinal).Order(VersionOrder.Instance)];

    /// <summary>The kind that a path names, or null.</summary>
    public ServedKind? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    /// <summary>The kind of a type, or null when it is not served.</summary>
    public ServedKind? Find(ResourceType type) => Find(type.Group, type.Version, type.Plural);
}
