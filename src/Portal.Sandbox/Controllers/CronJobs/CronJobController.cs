using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Cron;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.CronJobs;

/// <summary>Makes the jobs of batch/v1 CronJobs when they are due, and clears away old ones. Rules, names and words are those of Kubernetes 1.36.</summary>
internal sealed class CronJobController : Controller<ObjectKey>
{
    private const string Component = "cronjob-controller";
    private const string ScheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    public CronJobController(IObjects objects, TimeProvider time, ILogger<CronJobController> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.CronJobs, change => Queue.Add(ObjectKey.Of(change.Object)));
        Watch(ResourceTypes.Jobs, change =>
        {
            if (ControllerReference.Of(change.Object) is { } owner && owner.Is(ResourceTypes.CronJobs))
            {
                Queue.Add(new ObjectKey(change.Object.Namespace(), owner.Name));
            }
        });
    }

    protected override int Workers => 2;

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.CronJobs, key.Namespace, key.Name) is not { } cronJob)
        {
            return null;
        }

        var (spec, status) = (new CronJobSpec(cronJob), new CronJobStatus(cronJob));
        var jobs = Objects.List(ResourceTypes.Jobs, key.Namespace).Where(j => ControllerReference.Of(j)?.Uid == cronJob.Uid()).Select(j => new OwnJob(j)).ToList();
        await FollowAsync(cronJob, status, jobs, ct);
        TimeSpan? again = null;
        try
        {
            again = await StartAsync(cronJob, spec, status, ct);
        }
        finally
        {
            await PruneAsync(cronJob, spec, status, jobs, ct);
            await WriteAsync(cronJob, status, ct);
        }

        return again;
    }

    /// <summary>Takes note of what has become of the jobs.</summary>
    private async Task FollowAsync(JsonObject cronJob, CronJobStatus status, List<OwnJob> jobs, CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            var isActive = status.HasActive(job.Uid);
            if (job.Condition is not { } condition)
            {
                if (!isActive)
                {
                    await TellAsync(cronJob, EventNote.Warning("UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.Name}"), ct);
                }

                continue;
            }

            if (isActive)
            {
                status.RemoveActive(job.Uid);
                await TellAsync(cronJob, EventNote.Normal("SawCompletedJob", $"Saw completed job: {job.Name}, condition: {condition}"), ct);
            }

            if (job.Succeeded && job.CompletionTime is { } end && (status.LastSuccess is null || end > status.LastSuccess))
            {
                status.LastSuccess = end;
            }
        }

        foreach (var gone in status.Active.Where(a => !jobs.Exists(j => j.Uid == a.Text("uid"))).ToList())
        {
            await TellAsync(cronJob, EventNote.Normal("MissingJob", $"Active job went missing: {gone.Text("name")}"), ct);
            status.RemoveActive(gone.Text("uid") ?? "");
        }
    }

    /// <returns>When to look again.</returns>
    private async Task<TimeSpan?> StartAsync(JsonObject cronJob, CronJobSpec spec, CronJobStatus status, CancellationToken ct)
    {
        if (cronJob.Terminating() || spec.IsSuspended || await ReadAsync(cronJob, spec, ct) is not var (schedule, zone))
        {
            return null;
        }

        var now = Time.GetUtcNow();
        var since = status.LastSchedule ?? cronJob.Time("metadata", "creationTimestamp") ?? now;
        if (DueTimes.Find(schedule, since, spec.StartingDeadline, now) is not { } due)
        {
            await TellAsync(
                cronJob, EventNote.Warning("InvalidSchedule", $"invalid schedule: {spec.Schedule} : time difference between two schedules is less than 1 second"), ct);
            return null;
        }

        if (due.Latest is { } time)
        {
            if (due.TooManyMissed)
            {
                await TellAsync(
                    cronJob, EventNote.Warning("TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"), ct);
            }

            await StartAsync(cronJob, spec, status, time, zone, ct);
        }

        return DueTimes.UntilNext(schedule, status.LastSchedule ?? since, now);
    }

    private async Task<(CronSchedule Schedule, TimeZoneInfo Zone)?> ReadAsync(JsonObject cronJob, CronJobSpec spec, CancellationToken ct)
    {
        try
        {
            var zone = spec.Zone();
            return (spec.Parse(zone), zone);
        }
        catch (TimeZoneNotFoundException)
        {
            await TellAsync(cronJob, EventNote.Warning("UnknownTimeZone", $"invalid timeZone: \"{spec.TimeZone}\": unknown time zone {spec.TimeZone}"), ct);
        }
        catch (CronFormatException e)
        {
            await TellAsync(cronJob, EventNote.Warning("UnparseableSchedule", $"unparseable schedule: \"{spec.Schedule}\" : {e.Message}"), ct);
        }

        return null;
    }

    private async Task StartAsync(JsonObject cronJob, CronJobSpec spec, CronJobStatus status, DateTimeOffset time, TimeZoneInfo zone, CancellationToken ct)
    {
        // The name tells the minute: however often this is tried, there is one job for it.
        var name = string.Create(CultureInfo.InvariantCulture, $"{cronJob.Name()}-{time.ToUnixTimeSeconds() / 60}");
        if (status.HasActiveNamed(name) || status.LastSchedule == time)
        {
            return;
        }

        if (spec.StartingDeadline is { } deadline && time + deadline < Time.GetUtcNow())
        {
            var text = time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
            await TellAsync(cronJob, EventNote.Warning("MissSchedule", $"Missed scheduled time to start a job: {text}"), ct);
            return;
        }

        if (spec.Forbids && status.Active.Count > 0)
        {
            await TellAsync(cronJob, EventNote.Normal("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid"), ct);
            return;
        }

        foreach (var active in spec.Replaces ? status.Active.ToList() : [])
        {
            await DeleteAsync(cronJob, status, active.Text("name") ?? "", active.Text("uid") ?? "", ct);
        }

        if (await CreateAsync(cronJob, spec, name, time, zone, ct) is { } job)
        {
            status.AddActive(job);
            status.LastSchedule = time;
        }
    }

    /// <returns>The job, made now or before a crash; null when the name is somebody else's.</returns>
    private async Task<JsonObject?> CreateAsync(JsonObject cronJob, CronJobSpec spec, string name, DateTimeOffset time, TimeZoneInfo zone, CancellationToken ct)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = cronJob.Namespace() };
        if (spec.JobTemplate.At("metadata", "labels") is { } labels)
        {
            metadata["labels"] = labels.DeepClone();
        }

        var annotations = spec.JobTemplate.At("metadata", "annotations")?.DeepClone() as JsonObject ?? [];
        annotations[ScheduledAnnotation] = Stamp(TimeZoneInfo.ConvertTime(time, zone));
        metadata["annotations"] = annotations;
        metadata["ownerReferences"] = new JsonArray(ControllerReference.To(ResourceTypes.CronJobs, cronJob));
        var job = new JsonObject { ["metadata"] = metadata, ["spec"] = spec.JobTemplate.At("spec")?.DeepClone() ?? new JsonObject() };
        try
        {
            var created = await Objects.CreateAsync(ResourceTypes.Jobs, job, ct);
            await TellAsync(cronJob, EventNote.Normal("SuccessfulCreate", $"Created job {name}"), ct);
            return created;
        }
        catch (ApiException e) when (e.Reason == "AlreadyExists")
        {
            var there = Objects.Get(ResourceTypes.Jobs, cronJob.Namespace(), name);
            return there is not null && ControllerReference.Of(there)?.Uid == cronJob.Uid() ? there : null;
        }
        catch (ApiException e)
        {
            await TellAsync(cronJob, EventNote.Warning("FailedCreate", $"Error creating job: {e.Message}"), ct);
            throw;
        }
    }

    private async Task PruneAsync(JsonObject cronJob, CronJobSpec spec, CronJobStatus status, List<OwnJob> jobs, CancellationToken ct)
    {
        foreach (var (limit, ended) in new[] { (spec.SuccessfulLimit, jobs.Where(j => j.Succeeded)), (spec.FailedLimit, jobs.Where(j => j.Failed)) })
        {
            var old = ended.OrderBy(j => j.StartTime ?? DateTimeOffset.MaxValue).ThenBy(j => j.Name, StringComparer.Ordinal).ToList();
            foreach (var job in limit is { } kept ? old.Take((int)Math.Max(0, old.Count - kept)) : [])
            {
                await DeleteAsync(cronJob, status, job.Name, job.Uid, ct);
            }
        }
    }

    private async Task DeleteAsync(JsonObject cronJob, CronJobStatus status, string name, string uid, CancellationToken ct)
    {
        var how = new DeleteOptions { Uid = uid, PropagationPolicy = "Background" };
        if (await Objects.DeleteAsync(ResourceTypes.Jobs, cronJob.Namespace(), name, how, ct))
        {
            await TellAsync(cronJob, EventNote.Normal("SuccessfulDelete", $"Deleted job {name}"), ct);
        }

        status.RemoveActive(uid);
    }

    private async Task WriteAsync(JsonObject cronJob, CronJobStatus status, CancellationToken ct)
    {
        var wanted = status.Write();
        await Objects.UpdateAsync(ResourceTypes.CronJobs, cronJob.Namespace(), cronJob.Name(), status: true, current =>
        {
            if (current.Uid() != cronJob.Uid() || JsonNode.DeepEquals(current["status"] ?? new JsonObject(), wanted))
            {
                return false;
            }

            current["status"] = wanted.DeepClone();
            return true;
        }, ct);
    }

    private static string Stamp(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero ? Manifest.Stamp(time) : time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private Task TellAsync(JsonObject cronJob, EventNote note, CancellationToken ct) => RecordAsync(cronJob, note.Type, note.Reason, note.Message, Component, ct);
}
