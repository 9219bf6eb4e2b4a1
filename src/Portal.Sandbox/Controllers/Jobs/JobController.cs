using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Runs batch/v1 Jobs: one decision of <see cref="JobPlanner"/> at a time, then what it asks for.</summary>
internal sealed class JobController : Controller<ObjectKey>
{
    /// <summary>Changes of pods are taken together for so long: a job with many pods is looked at once for many of them.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    private readonly JobPodIndex _pods;
    private readonly JobPods _writer;

    public JobController(IObjects objects, TimeProvider time, ILogger<JobController> logger)
        : base(objects, time, logger)
    {
        _pods = new JobPodIndex(objects);
        _writer = new JobPods(objects, (job, note, ct) => RecordAsync(job, note.Type, note.Reason, note.Message, JobNames.Component, ct));
        Watch(ResourceTypes.Jobs, change => Queue.Add(ObjectKey.Of(change.Object)));
        Watch(ResourceTypes.Pods, OnPod);
    }

    protected override int Workers => 5;

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        var pods = _pods.Read(key);
        var job = Objects.Get(ResourceTypes.Jobs, key.Namespace, key.Name);
        if (job is not null && new JobSpec(job).IsManagedElsewhere)
        {
            return null;
        }

        if (job is null || JobStatus.Read(job, new JobSpec(job)).IsFinished)
        {
            // Nobody counts them any more.
            await _writer.ReleaseAsync(pods.Where(p => p.IsTracked), ct);
            if (job is null)
            {
                _pods.Forget(key);
            }

            return null;
        }

        await _writer.ReleaseAsync(pods.Where(p => p.IsTracked && !p.IsOf(job)), ct);
        return await StepAsync(key, job, JobPlanner.Next(job, [.. pods.Where(p => p.IsOf(job))], Time.GetUtcNow()), ct);
    }

    private async Task<TimeSpan?> StepAsync(ObjectKey key, JsonObject job, JobDecision decision, CancellationToken ct)
    {
        await _writer.ReleaseAsync(decision.Dismiss.Where(p => p.IsTracked), ct);
        await _writer.DeleteAsync(job, decision.Dismiss.Concat(decision.Stop), ct);
        var (created, refusal) = await _writer.CreateAsync(job, decision.Create, name => _pods.Add(key, name), ct);
        decision.Status.Active -= decision.Create.Count - created;
        if (!await WriteAsync(job, decision.Status, ct))
        {
            return TimeSpan.Zero;
        }

        foreach (var note in decision.Notices)
        {
            await RecordAsync(job, note.Type, note.Reason, note.Message, JobNames.Component, ct);
        }

        await _writer.ReleaseAsync(decision.Release, ct);
        if (refusal is not null)
        {
            throw refusal;
        }

        return decision.Release.Count > 0 ? TimeSpan.Zero : decision.Again;
    }

    /// <returns>False when the job is another by now, or gone.</returns>
    private async Task<bool> WriteAsync(JsonObject job, JobStatus status, CancellationToken ct)
    {
        // Parsed again, so that numbers compare like those that are stored.
        var wanted = JsonNode.Parse(status.Write().ToJsonString());
        var written = await Objects.UpdateAsync(ResourceTypes.Jobs, job.Namespace(), job.Name(), status: true, current =>
        {
            if (current.Uid() != job.Uid() || current.Text("metadata", "resourceVersion") != job.Text("metadata", "resourceVersion")
                || JsonNode.DeepEquals(current["status"], wanted))
            {
                return false;
            }

            current["status"] = wanted!.DeepClone();
            return true;
        }, ct);
        return written is not null && JsonNode.DeepEquals(written["status"], wanted);
    }

    private void OnPod(ObjectChange change)
    {
        if (JobPodIndex.JobOf(change.Object) is not { } job)
        {
            return;
        }

        if (change.Type == "DELETED")
        {
            _pods.Remove(job, change.Object.Name());
        }
        else
        {
            _pods.Add(job, change.Object.Name());
        }

        Queue.AddAfter(job, Gather);
    }
}
