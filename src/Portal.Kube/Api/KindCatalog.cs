using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>What a manifest's apiVersion and kind are called in paths: the portal's own kinds by heart, any other by asking the server.</summary>
internal sealed class KindCatalog(KubeHttp http)
{
    private static readonly ResourceKind[] Known =
    [
        ResourceKind.Namespace, ResourceKind.Pod, ResourceKind.Event, ResourceKind.ConfigMap, ResourceKind.Secret, ResourceKind.SparkApplication,
    ];

    /// <summary>Bounded by what the server serves: only kinds it confirmed are kept.</summary>
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), ResourceKind> _asked = new();

    /// <exception cref="ClusterException">The manifest names no kind, or one that the cluster does not serve.</exception>
    public async Task<ResourceKind> FindAsync(JsonObject manifest, CancellationToken ct)
    {
        var apiVersion = Text(manifest, "apiVersion");
        var kind = Text(manifest, "kind");
        if (string.IsNullOrEmpty(apiVersion) || string.IsNullOrEmpty(kind))
        {
            throw new ClusterException(ClusterErrorKind.Invalid, "The manifest needs apiVersion and kind.");
        }

        if (Known.FirstOrDefault(k => k.ApiVersion == apiVersion && k.Kind == kind) is { } known)
        {
            return known;
        }

        if (_asked.TryGetValue((apiVersion, kind), out var asked))
        {
            return asked;
        }

        var found = await AskAsync(apiVersion, kind, ct)
            ?? throw new ClusterException(ClusterErrorKind.Invalid, $"The cluster does not serve the kind {kind} of {apiVersion}: correct the manifest, or install what defines it.");
        _asked[(apiVersion, kind)] = found;
        return found;
    }

    private async Task<ResourceKind?> AskAsync(string apiVersion, string kind, CancellationToken ct)
    {
        var parts = apiVersion.Split('/');
        var (group, version) = parts.Length == 1 ? ("", parts[0]) : (parts[0], parts[^1]);
        var path = group.Length == 0 ? $"api/{Uri.EscapeDataString(version)}" : $"apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}";
        try
        {
            // Every signed-in identity may read discovery, so it is asked as the portal and the answer serves everybody.
            var answer = JsonNode.Parse(await http.ReadAsync(new KubeRequest(HttpMethod.Get, path, Caller.Portal), ct));
            var resource = (answer?["resources"] as JsonArray)?.OfType<JsonObject>()
                .FirstOrDefault(r => Text(r, "kind") == kind && Text(r, "name") is { } name && !name.Contains('/'));
            return resource is null ? null : new ResourceKind(group, version, Text(resource, "name")!, kind, resource["namespaced"]?.GetValue<bool>() ?? false);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            return null;
        }
    }

    private static string? Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
