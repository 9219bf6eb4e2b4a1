using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>
/// A namespace comes with its service account <c>default</c>. In Kubernetes a controller makes it a moment later and creating a pod waits for it;
/// here nobody has to wait. A controller makes it again after somebody deleted it.
/// </summary>
public sealed class DefaultAccount : ITransactionEffect
{
    public const string Name = "default";

    public void Apply(StoreTransaction transaction)
    {
        foreach (var added in transaction.Events.Where(e => e.Kind == StoreEventKind.Added && e.Type == ResourceTypes.Namespaces.ToString()).ToList())
        {
            transaction.Put(ResourceTypes.ServiceAccounts, new JsonObject
            {
                ["kind"] = ResourceTypes.ServiceAccounts.Kind,
                ["apiVersion"] = ResourceTypes.ServiceAccounts.ApiVersion,
                ["metadata"] = new JsonObject
                {
                    ["name"] = Name,
                    ["namespace"] = added.Object.Name,
                    ["uid"] = Guid.NewGuid().ToString(),
                    ["creationTimestamp"] = StoreJson.Object(added.Object).Text("metadata", "creationTimestamp"),
                },
            });
        }
    }
}
