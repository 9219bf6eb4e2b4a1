using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Deletes jobs, pods first, once they have been over for the time that they ask for: <c>spec.ttlSecondsAfterFinished</c>.</summary>
internal sealed class FinishedJobs : Controller<ObjectKey>
{
    public FinishedJobs(IObjects objects, TimeProvider time, ILogger<FinishedJobs> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Jobs, change =>
        {
            if (change.Type != "DELETED" && DueAt(change.Object) is not null)
            {
                Queue.Add(ObjectKey.Of(change.Object));
            }
        });
    }

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.Jobs, key.Namespace, key.Name) is not { } job || job.Terminating() || DueAt(job) is not { } due)
        {
            return null;
        }

        var left = due - Time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        var how = new DeleteOptions { Uid = job.Uid(), ResourceVersion = job.Text("metadata", "resourceVersion"), PropagationPolicy = "Foreground" };
        await Objects.DeleteAsync(ResourceTypes.Jobs, key.Namespace, key.Name, how, ct);
        return null;
    }

    private static DateTimeOffset? DueAt(JsonObject job)
    {
        var spec = new JobSpec(job);
        var status = JobStatus.Read(job, spec);
        var ended = (status.Condition("Complete") ?? status.Condition("Failed")).Time("lastTransitionTime");
        return spec.TimeToLive is { } seconds ? ended?.AddSeconds(seconds) : null;
    }
}
