using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Gives every PersistentVolumeClaim a volume of the size it asks for: a folder that the node makes when a pod mounts it.</summary>
internal sealed class ClaimBinder : Controller<ObjectKey>
{
    public ClaimBinder(IObjects objects, TimeProvider time, ILogger<ClaimBinder> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.PersistentVolumeClaims, change => Queue.Add(ObjectKey.Of(change.Object)));
    }

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.PersistentVolumeClaims, key.Namespace, key.Name) is not { } claim || claim.Terminating())
        {
            return null;
        }

        if (claim.Text("spec", "volumeName") is not { Length: > 0 })
        {
            await UpdateAsync(claim, status: false, current => current.Child("spec")["volumeName"] = $"pvc-{claim.Uid()}", ct);
        }

        if (claim.Text("status", "phase") != "Bound")
        {
            await UpdateAsync(claim, status: true, Bind, ct);
        }

        return null;
    }

    private static void Bind(JsonObject claim)
    {
        var status = new JsonObject { ["phase"] = "Bound" };
        if (claim.At("spec", "accessModes") is { } modes)
        {
            status["accessModes"] = modes.DeepClone();
        }

        if (claim.At("spec", "resources", "requests") is { } requests)
        {
            status["capacity"] = requests.DeepClone();
        }

        claim["status"] = status;
    }

    private async Task UpdateAsync(JsonObject claim, bool status, Action<JsonObject> change, CancellationToken ct) =>
        await Objects.UpdateAsync(ResourceTypes.PersistentVolumeClaims, claim.Namespace(), claim.Name(), status, current =>
        {
            if (current.Uid() != claim.Uid())
            {
                return false;
            }

            change(current);
            return true;
        }, ct);
}
