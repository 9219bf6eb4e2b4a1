using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Hosting.Policy;

/// <summary>
/// Gives the groups of a workspace, <c>workspace:NS:edit</c> and <c>workspace:NS:view</c>, and its service accounts their roles, when the namespace
/// becomes a workspace and when the sandbox starts. A binding that is there is left as it is: to take a right away for good, take the subject out.
/// </summary>
internal sealed class WorkspaceAccess : Controller<string>
{
    /// <summary>Label that makes a namespace a workspace of the portal.</summary>
    public const string Label = "dataportal.dev/workspace";

    public WorkspaceAccess(IObjects objects, TimeProvider time, ILogger<WorkspaceAccess> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Namespaces, change => Queue.Add(change.Object.Name()));
    }

    /// <summary>Makes the bindings of a workspace that are absent.</summary>
    public static async Task EnsureAsync(IObjects objects, string ns, CancellationToken ct)
    {
        foreach (var binding in BootstrapPolicy.RoleBindings(ns).Where(b => objects.Get(ResourceTypes.RoleBindings, ns, b.Name()) is null))
        {
            await objects.CreateAsync(ResourceTypes.RoleBindings, binding, ct);
        }
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.Namespaces, "", key) is { } ns && !ns.Terminating() && ns.Label(Label) == "true")
        {
            await EnsureAsync(Objects, key, ct);
        }

        return null;
    }
}
