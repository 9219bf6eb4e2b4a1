using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Types;

/// <summary>
/// Reads the definitions of types. A sample:
/// <code>
/// PodSpec -- What a pod runs and how.
///   containers! []Container key=name merge=name -- At least one.
///   nodeSelector map[string]string atomic
///   restartPolicy string go=RestartPolicy -- Always, OnFailure or Never.
/// </code>
/// A type begins at the margin, its fields are indented: name (<c>!</c> when required), type, and how it merges: <c>set</c>, <c>key=</c> and
/// <c>atomic</c> for server-side apply, <c>merge=</c> for strategic merge patches, <c>default=</c> for keys that may be left out, <c>go=</c> for
/// what Go calls the type. Types are looked for in the same file, then among those of every kind, then in the core group.
/// </summary>
internal sealed class TypeText(string prefix)
{
    private const string ListMark = "[]";
    private const string MapMark = "map[string]";

    private readonly List<(ApiType Type, List<string> Lines)> _types = [];

    /// <summary>Reads the types' names; their fields follow with <see cref="Link"/>, when all names are known.</summary>
    public IReadOnlyDictionary<string, ApiType> Read(IEnumerable<string> lines)
    {
        foreach (var line in lines.Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal)))
        {
            if (line[0] == ' ')
            {
                _types[^1].Lines.Add(line.Trim());
                continue;
            }
            var (words, text) = Split(line);
            _types.Add((new ApiType { Kind = TypeKind.Struct, GoName = "v1." + words[0], QualifiedName = $"{prefix}.{words[0]}", Description = text, IsAtomic = words.Contains("atomic") }, []));
        }
        return _types.ToDictionary(t => t.Type.GoName["v1.".Length..], t => t.Type, StringComparer.Ordinal);
    }

    /// <summary>Gives the types their fields.</summary>
    public void Link(Func<string, ApiType> find)
    {
        foreach (var (type, lines) in _types)
        {
            type.Fields = lines.Select(l => Field(l, find)).ToDictionary(f => f.Name, StringComparer.Ordinal);
        }
    }

    private static ApiField Field(string line, Func<string, ApiType> find)
    {
        var (words, text) = Split(line);
        var attributes = words[2..].Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : "", StringComparer.Ordinal);
        var type = TypeOf(words[1], attributes, find);
        var value = attributes.TryGetValue("default", out var json) ? JsonNode.Parse(json) : null;
        return new ApiField(words[0].TrimEnd('!'), type, words[0][^1] == '!', text, value);
    }

    private static ApiType TypeOf(string name, Dictionary<string, string> attributes, Func<string, ApiType> find)
    {
        if (name.StartsWith(ListMark, StringComparison.Ordinal))
        {
            var items = TypeOf(name[ListMark.Length..], [], find);
            return new ApiType
            {
                Kind = TypeKind.List,
                GoName = ListMark + items.GoName,
                Items = items,
                Keys = attributes.TryGetValue("key", out var keys) ? keys.Split(',') : [],
                IsSet = attributes.ContainsKey("set"),
                MergeKey = attributes.GetValueOrDefault("merge"),
            };
        }
        var go = attributes.GetValueOrDefault("go");
        if (name.StartsWith(MapMark, StringComparison.Ordinal))
        {
            var items = TypeOf(name[MapMark.Length..], [], find);
            return new ApiType { Kind = TypeKind.Map, GoName = go is null ? MapMark + items.GoName : "v1." + go, Items = items, IsAtomic = attributes.ContainsKey("atomic") };
        }
        if (Scalar(name) is not { } scalar)
        {
            return find(name);
        }
        return go is null ? scalar : new ApiType { Kind = scalar.Kind, GoName = go.Contains('.', StringComparison.Ordinal) ? go : "v1." + go };
    }

    private static ApiType? Scalar(string name) => name switch
    {
        "string" => new ApiType { Kind = TypeKind.Text, GoName = name },
        "bool" => new ApiType { Kind = TypeKind.Flag, GoName = name },
        "int32" => new ApiType { Kind = TypeKind.Int32, GoName = name },
        "int64" => new ApiType { Kind = TypeKind.Int64, GoName = name },
        "double" => new ApiType { Kind = TypeKind.Double, GoName = "float64" },
        "bytes" => new ApiType { Kind = TypeKind.Bytes, GoName = "[]uint8" },
        "quantity" => new ApiType { Kind = TypeKind.Quantity, GoName = "resource.Quantity" },
        "time" => new ApiType { Kind = TypeKind.Time, GoName = "v1.Time" },
        "microtime" => new ApiType { Kind = TypeKind.MicroTime, GoName = "v1.MicroTime" },
        "int-or-string" => new ApiType { Kind = TypeKind.NumberOrText, GoName = "intstr.IntOrString" },
        "any" => new ApiType { Kind = TypeKind.Any, GoName = "interface {}" },
        _ => null,
    };

    private static (string[] Words, string Text) Split(string line)
    {
        var parts = line.Split(" -- ", 2);
        return (parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), parts.Length > 1 ? parts[1] : "");
    }
}
