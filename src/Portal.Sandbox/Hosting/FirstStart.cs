using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Hosting;

/// <summary>The definitions and namespaces that a sandbox starts with. Definitions and the system's own namespaces are always there; the workspaces only at first, so that deleting one lasts.</summary>
public sealed class FirstStart(ObjectStore store, IObjects objects)
{
    /// <summary>Label that makes a namespace a workspace of the portal.</summary>
    private const string WorkspaceLabel = "dataportal.dev/workspace";

    public async Task EnsureAsync(CancellationToken ct)
    {
        var isNew = store.Current.Version == StoreRoot.Empty.Version;
        await BuiltInDefinitions.EnsureAsync(objects, ct);
        foreach (var ns in (string[])["default", "kube-system"])
        {
            await EnsureAsync(ns, [], ct);
        }
        foreach (var ns in isNew ? (string[])["team-a", "team-b"] : [])
        {
            await EnsureAsync(ns, new JsonObject { [WorkspaceLabel] = "true" }, ct);
        }
    }

    private async Task EnsureAsync(string ns, JsonObject labels, CancellationToken ct)
    {
        if (objects.Get(ResourceTypes.Namespaces, "", ns) is null)
        {
            await objects.CreateAsync(ResourceTypes.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns, ["labels"] = labels } }, ct);
        }
    }
}
