using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>Paths of the API. Names come from people: each part is escaped, and an empty one is refused, because it would mean "all of them".</summary>
internal static class ResourcePath
{
    public static string Object(ResourceKey key, string? subresource = null)
    {
        var path = $"{Collection(key.Kind, key.Kind.Namespaced ? Part(key.Namespace, "namespace") : null)}/{Part(key.Name, "name")}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <param name="kind">What kind.</param>
    /// <param name="ns">Namespace; null or empty for all of them, and for cluster-wide kinds.</param>
    public static string Collection(ResourceKind kind, string? ns)
    {
        var root = kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";
        return kind.Namespaced && !string.IsNullOrEmpty(ns) ? $"{root}/namespaces/{Part(ns, "namespace")}/{kind.Plural}" : $"{root}/{kind.Plural}";
    }

    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
            }
        }

        return query;
    }

    /// <summary>"." and ".." survive escaping and would climb to another path.</summary>
    private static string Part(string value, string what) => value is "" or "." or ".."
        ? throw new ClusterException(ClusterErrorKind.Invalid, $"'{value}' cannot be the {what} of a Kubernetes object.")
        : Uri.EscapeDataString(value);
}
