using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Hosting.Policy;

/// <summary>
/// Gives the groups of a workspace, <c>workspace:NS:edit</c> and <c>workspace:NS:view</c>, and its service accounts their roles, and makes the account
/// that Spark runs as, when the namespace becomes a workspace and when the sandbox starts. A binding that is there is left as it is: to take a right away for good, take the subject out.
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

    /// <summary>Makes the bindings and service accounts of a workspace that are absent.</summary>
    public static async Task EnsureAsync(IObjects objects, string ns, CancellationToken ct)
    {
        foreach (var (type, wanted) in new[] { (ResourceTypes.RoleBindings, BootstrapPolicy.RoleBindings(ns)), (ResourceTypes.ServiceAccounts, BootstrapPolicy.ServiceAccounts(ns)) })
        {
            foreach (var obj in wanted.Where(o => objects.Get(type, ns, o.Name()) is null))
            {
                await objects.CreateAsync(type, obj, ct);
            }
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
