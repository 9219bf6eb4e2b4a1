using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node;

/// <summary>Shows that the node lives: renews its Lease every ten seconds, and its conditions every five minutes, as kubelet does.</summary>
internal sealed class NodeHeartbeat(IObjects objects, NodeOptions options, NodeRegistration registration, TimeProvider time, ILogger<NodeHeartbeat> logger)
{
    private const string Namespace = "kube-node-lease";
    private const int LeaseSeconds = 40;
    private const int BeatsPerReport = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        for (var beat = 1; !ct.IsCancellationRequested; beat++)
        {
            try
            {
                await RenewAsync(ct);
                if (beat % BeatsPerReport == 0)
                {
                    await registration.SetReadyAsync(ready: true, ct);
                }
            }
            catch (Exception e) when (e is ApiException or StoreWriteException)
            {
                logger.LogDebug(e, "The node's lease was not renewed");
            }

            await Task.Delay(Interval, time, ct);
        }
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        var renewed = await objects.UpdateAsync(ResourceTypes.Leases, Namespace, options.Name, status: false, Renew, ct);
        if (renewed is null)
        {
            var lease = new JsonObject { ["metadata"] = new JsonObject { ["name"] = options.Name, ["namespace"] = Namespace } };
            if (objects.Get(ResourceTypes.Nodes, "", options.Name) is { } node)
            {
                lease.Child("metadata")["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Node",
                    ["name"] = options.Name,
                    ["uid"] = node.Uid(),
                });
            }

            Renew(lease);
            await objects.CreateAsync(ResourceTypes.Leases, lease, ct);
        }
    }

    private bool Renew(JsonObject lease)
    {
        var spec = lease.Child("spec");
        spec["holderIdentity"] = options.Name;
        spec["leaseDurationSeconds"] = LeaseSeconds;
        spec["renewTime"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return true;
    }
}
