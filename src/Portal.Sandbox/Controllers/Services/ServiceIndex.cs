using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Services;

/// <summary>Selectors of services, to find the services that a pod is behind.</summary>
internal sealed class ServiceIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<ObjectKey, List<KeyValuePair<string, string>>>> _selectors = new(StringComparer.Ordinal);

    /// <summary>The services that every pod is behind, so that those it leaves are found too.</summary>
    private readonly Dictionary<ObjectKey, List<ObjectKey>> _behind = [];

    public void Apply(JsonObject service, bool deleted)
    {
        var key = ObjectKey.Of(service);
        lock (_gate)
        {
            if (!_selectors.TryGetValue(key.Namespace, out var services))
            {
                _selectors[key.Namespace] = services = [];
            }

            services.Remove(key);
            if (!deleted && service.Pairs("spec", "selector").ToList() is { Count: > 0 } selector)
            {
                services[key] = selector;
            }
        }
    }

    /// <summary>The services that a pod is behind now, and those that it was behind before.</summary>
    public IReadOnlyList<ObjectKey> Of(JsonObject pod, bool deleted)
    {
        var key = ObjectKey.Of(pod);
        lock (_gate)
        {
            List<ObjectKey> now = _selectors.TryGetValue(key.Namespace, out var services)
                ? [.. services.Where(s => s.Value.TrueForAll(l => pod.Label(l.Key) == l.Value)).Select(s => s.Key)]
                : [];
            var before = _behind.GetValueOrDefault(key) ?? [];
            if (now.Count > 0 && !deleted)
            {
                _behind[key] = now;
            }
            else
            {
                _behind.Remove(key);
            }

            return [.. now.Union(before)];
        }
    }
}
