using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Admission.Pods;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Hosting.Policy;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Hosting;

/// <summary>
/// What a sandbox starts with. Definitions and the system's own namespaces, priorities, roles and bindings are always there; the workspaces only at
/// first, so that deleting one lasts.
/// </summary>
public sealed class FirstStart(ObjectStore store, IObjects objects, TimeProvider? clock = null)
{
    public async Task EnsureAsync(CancellationToken ct)
    {
        var isNew = store.Current.Version == StoreRoot.Empty.Version;
        await BuiltInDefinitions.EnsureAsync(objects, clock ?? TimeProvider.System, ct);
        await Task.WhenAll(
            EnsureAsync(ResourceTypes.Namespaces, ((string[])["default", "kube-node-lease", "kube-public", "kube-system"]).Select(n => Namespace(n)), ct),
            EnsureAsync(ResourceTypes.PriorityClasses, PriorityClassRules.System.Select(c => new JsonObject { ["metadata"] = new JsonObject { ["name"] = c.Key }, ["value"] = c.Value }), ct),
            EnsureAsync(ResourceTypes.ClusterRoles, BootstrapPolicy.ClusterRoles(), ct),
            EnsureAsync(ResourceTypes.ClusterRoleBindings, BootstrapPolicy.ClusterRoleBindings(), ct));
        foreach (var ns in isNew ? (string[])["team-a", "team-b"] : [])
        {
            await EnsureAsync(ResourceTypes.Namespaces, [Namespace(ns, WorkspaceAccess.Label)], ct);
            await WorkspaceAccess.EnsureAsync(objects, ns, ct);
        }
    }

    private async Task EnsureAsync(ResourceType type, IEnumerable<JsonObject> wanted, CancellationToken ct) =>
        await Task.WhenAll(wanted.Where(o => objects.Get(type, "", o.Name()) is null).Select(o => objects.CreateAsync(type, o, ct).AsTask()));

    private static JsonObject Namespace(string name, string? label = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (label is not null)
        {
            metadata["labels"] = new JsonObject { [label] = "true" };
        }
        return new JsonObject { ["metadata"] = metadata };
    }
}
