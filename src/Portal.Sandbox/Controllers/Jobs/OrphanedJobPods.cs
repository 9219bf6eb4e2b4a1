using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Lets go pods that no job controls any more: those of a job that was deleted as orphaning.</summary>
internal sealed class OrphanedJobPods : Controller<ObjectKey>
{
    public OrphanedJobPods(IObjects objects, TimeProvider time, ILogger<OrphanedJobPods> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Pods, change =>
        {
            if (change.Type != "DELETED" && new JobPod(change.Object).IsTracked && ControllerReference.Of(change.Object) is null)
            {
                Queue.Add(ObjectKey.Of(change.Object));
            }
        });
    }

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.Pods, key.Namespace, key.Name) is { } pod && ControllerReference.Of(pod) is null)
        {
            await JobPods.ReleaseAsync(Objects, new JobPod(pod), ct);
        }

        return null;
    }
}
