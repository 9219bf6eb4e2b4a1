using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Makes, deletes and lets go the pods of jobs, and tells about it.</summary>
internal sealed class JobPods(IObjects objects, Func<JsonObject, EventNote, CancellationToken, Task> record)
{
    /// <summary>Makes pods one after the other, until one is refused.</summary>
    /// <returns>How many were made, and the refusal.</returns>
    public async Task<(int Created, ApiException? Refusal)> CreateAsync(JsonObject job, IReadOnlyList<NewPod> pods, Action<string> created, CancellationToken ct)
    {
        var template = new JobSpec(job).Template;
        for (var i = 0; i < pods.Count; i++)
        {
            try
            {
                var pod = await objects.CreateAsync(ResourceTypes.Pods, JobPodFactory.Create(job, template, pods[i]), ct);
                created(pod.Name());
                await record(job, EventNote.Normal("SuccessfulCreate", $"Created pod: {pod.Name()}"), ct);
            }
            catch (ApiException e)
            {
                await record(job, EventNote.Warning("FailedCreate", $"Error creating: {e.Message}"), ct);
                return (i, e);
            }
        }

        return (pods.Count, null);
    }

    public async Task DeleteAsync(JsonObject job, IEnumerable<JobPod> pods, CancellationToken ct)
    {
        foreach (var pod in pods)
        {
            if (await objects.DeleteAsync(ResourceTypes.Pods, job.Namespace(), pod.Name, new DeleteOptions { Uid = pod.Uid }, ct))
            {
                await record(job, EventNote.Normal("SuccessfulDelete", $"Deleted pod: {pod.Name}"), ct);
            }
        }
    }

    /// <summary>Takes the tracking finalizer off, side by side so that they share writes to the disk.</summary>
    public Task ReleaseAsync(IEnumerable<JobPod> pods, CancellationToken ct) => Task.WhenAll([.. pods.Select(p => ReleaseAsync(objects, p, ct))]);

    public static async Task ReleaseAsync(IObjects objects, JobPod pod, CancellationToken ct) =>
        await objects.UpdateAsync(ResourceTypes.Pods, pod.Object.Namespace(), pod.Name, status: false, current =>
        {
            if (current.Uid() != pod.Uid || current.At("metadata", "finalizers") is not JsonArray finalizers || finalizers.RemoveAll(f => f.Scalar() == JobNames.TrackingFinalizer) == 0)
            {
                return false;
            }

            if (finalizers.Count == 0)
            {
                current.Child("metadata").Remove("finalizers");
            }

            return true;
        }, ct);
}
