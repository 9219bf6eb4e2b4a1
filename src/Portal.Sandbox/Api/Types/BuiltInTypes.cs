using System.Reflection;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Types;

/// <summary>The types of the built-in kinds, read from the definitions that are part of this assembly.</summary>
public static class BuiltInTypes
{
    private const string Meta = "meta";
    private const string Core = "core";

    private static readonly IReadOnlyDictionary<string, (string Group, string Prefix)> Files = new Dictionary<string, (string Group, string Prefix)>
    {
        [Meta] = ("meta.k8s.io", "io.k8s.apimachinery.pkg.apis.meta.v1"),
        [Core] = ("", "io.k8s.api.core.v1"),
        ["apps"] = ("apps", "io.k8s.api.apps.v1"),
        ["authentication"] = ("authentication.k8s.io", "io.k8s.api.authentication.v1"),
        ["authorization"] = ("authorization.k8s.io", "io.k8s.api.authorization.v1"),
        ["apiextensions"] = ("apiextensions.k8s.io", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1"),
        ["batch"] = ("batch", "io.k8s.api.batch.v1"),
        ["coordination"] = ("coordination.k8s.io", "io.k8s.api.coordination.v1"),
        ["discovery"] = ("discovery.k8s.io", "io.k8s.api.discovery.v1"),
        ["events"] = ("events.k8s.io", "io.k8s.api.events.v1"),
        ["policy"] = ("policy", "io.k8s.api.policy.v1"),
        ["scheduling"] = ("scheduling.k8s.io", "io.k8s.api.scheduling.v1"),
        ["rbac"] = ("rbac.authorization.k8s.io", "io.k8s.api.rbac.v1"),
    };

    private static readonly Dictionary<string, IReadOnlyDictionary<string, ApiType>> Groups = Load();

    /// <summary><c>ObjectMeta</c>.</summary>
    public static ApiType ObjectMeta { get; } = Find("meta.k8s.io", "ObjectMeta")!;

    /// <summary>A type of a group, or null.</summary>
    public static ApiType? Find(string group, string name) => Groups.GetValueOrDefault(group)?.GetValueOrDefault(name);

    /// <summary>The type of a kind's objects; null for kinds that are not built in.</summary>
    public static ApiType? Of(ResourceType type) => type.Version == "v1" ? Find(type.Group, type.Kind) : null;

    private static Dictionary<string, IReadOnlyDictionary<string, ApiType>> Load()
    {
        var groups = new Dictionary<string, IReadOnlyDictionary<string, ApiType>>(StringComparer.Ordinal);
        var links = new List<Action>();
        foreach (var (file, (group, prefix)) in Files)
        {
            var text = new TypeText(prefix);
            var types = text.Read(Lines(file));
            groups.Add(group, types);
            links.Add(() => text.Link(name =>
                types.GetValueOrDefault(name) ?? groups["meta.k8s.io"].GetValueOrDefault(name) ?? groups[""].GetValueOrDefault(name)
                ?? throw new InvalidDataException($"The types of {group} have no {name}.")));
        }
        links.ForEach(link => link());
        return groups;
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Sandbox.Api.Types.Definitions.{file}.types")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
