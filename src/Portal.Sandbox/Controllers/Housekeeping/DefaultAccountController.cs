using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Makes a namespace's service account <c>default</c> again when somebody deleted it.</summary>
internal sealed class DefaultAccountController : Controller<string>
{
    public DefaultAccountController(IObjects objects, TimeProvider time, ILogger<DefaultAccountController> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Namespaces, change => Queue.Add(change.Object.Name()));
        Watch(ResourceTypes.ServiceAccounts, change => Queue.Add(change.Object.Namespace()));
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.Namespaces, "", key) is { } ns && !ns.Terminating() && Objects.Get(ResourceTypes.ServiceAccounts, key, DefaultAccount.Name) is null)
        {
            await Objects.CreateAsync(ResourceTypes.ServiceAccounts, new JsonObject { ["metadata"] = new JsonObject { ["name"] = DefaultAccount.Name, ["namespace"] = key } }, ct);
        }

        return null;
    }
}
