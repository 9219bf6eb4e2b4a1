using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Empties a namespace that is being deleted, letting pods end properly, and then removes it.</summary>
internal sealed class NamespaceController : Controller<string>
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(500);

    /// <summary>Only what takes longer is told in the status; Kubernetes starts to look after this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public NamespaceController(IObjects objects, TimeProvider time, ILogger<NamespaceController> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Namespaces, change => Queue.Add(change.Object.Name()));
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.Namespaces, "", key) is not { } ns || !ns.Terminating())
        {
            return null;
        }

        var left = new List<(ResourceType Type, IReadOnlyList<JsonObject> Objects)>();

        // Applications before their pods: nobody is to take the pods' going for a failure.
        foreach (var type in Objects.Kinds.Where(t => t.Namespaced).OrderByDescending(t => t.Group, StringComparer.Ordinal))
        {
            await Task.WhenAll(Objects.List(type, key).Where(o => !o.Terminating())
                .Select(o => Objects.DeleteAsync(type, key, o.Name(), new DeleteOptions { Uid = o.Uid(), PropagationPolicy = "Background" }, ct).AsTask()));

            if (Objects.List(type, key) is { Count: > 0 } remaining)
            {
                left.Add((type, remaining));
            }
        }

        if (left.Count > 0)
        {
            if (Time.GetUtcNow() - ns.Time("metadata", "deletionTimestamp") >= Patience)
            {
                await Objects.UpdateAsync(ResourceTypes.Namespaces, "", key, status: true, current => NamespaceConditions.Set(current, left, Time.GetUtcNow()), ct);
            }

            return Check;
        }

        // A grace of 0 tells the API that the namespace is empty and may go.
        await Objects.DeleteAsync(ResourceTypes.Namespaces, "", key, ns.Uid(), graceSeconds: 0, ct);
        return null;
    }
}
