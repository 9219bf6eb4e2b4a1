using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Says what to do next for a job, from nothing but the job, its pods and the time. Rules and words are those of Kubernetes 1.36.</summary>
internal static class JobPlanner
{
    public static JobDecision Next(JsonObject job, IReadOnlyList<JobPod> pods, DateTimeOffset now)
    {
        var spec = new JobSpec(job);
        var status = JobStatus.Read(job, spec);
        var decision = new JobDecision { Status = status };
        Settle(status, pods);
        var tally = new JobTally(spec, status, pods);
        if (status.StartTime is null && !spec.IsSuspended)
        {
            status.StartTime = now;
        }

        var active = tally.Active.Count;
        var ending = Announced(status) ?? Failure(spec, status, tally, decision, now) ?? Success(spec, tally);
        if (ending is not null)
        {
            decision.Stop = tally.Active;
            active = 0;
        }
        else
        {
            if (!job.Terminating())
            {
                PodManagement.Plan(spec, tally, decision, now);
                active += decision.Create.Count - decision.Dismiss.Count;
            }

            if (IsComplete(spec, tally, active))
            {
                ending = JobEnding.Completed;
                decision.Create = [];
                decision.Stop = tally.Active;
                active = 0;
            }
            else if (!job.Terminating())
            {
                Suspend(spec, decision, now);
            }
        }

        var leaving = decision.Dismiss.Concat(decision.Stop).ToHashSet();
        status.Active = active;
        status.Ready = tally.Active.Count(p => p.IsReady && !leaving.Contains(p));
        status.Terminating = tally.Terminating.Count + leaving.Count;
        WriteOff(spec, tally, decision, ending, job.Terminating());
        End(spec, status, decision, ending, now);
        return decision;
    }

    /// <summary>Counts what was noted and has been let go since.</summary>
    private static void Settle(JobStatus status, IReadOnlyList<JobPod> pods)
    {
        var tracked = pods.Where(p => p.IsTracked).Select(p => p.Uid).ToHashSet();
        status.Succeeded += status.UncountedSucceeded.RemoveWhere(u => !tracked.Contains(u));
        status.Failed += status.UncountedFailed.RemoveWhere(u => !tracked.Contains(u));
    }

    private static JobEnding? Announced(JobStatus status) =>
        status.Condition("SuccessCriteriaMet") is { } success ? new(true, success.Text("reason") ?? "", success.Text("message") ?? "")
        : status.Condition("FailureTarget") is { } failure ? new(false, failure.Text("reason") ?? "", failure.Text("message") ?? "")
        : null;

    private static JobEnding? Failure(JobSpec spec, JobStatus status, JobTally tally, JobDecision decision, DateTimeOffset now)
    {
        if (tally.FailsJob() is { } message)
        {
            return JobEnding.FailurePolicy(message);
        }

        if (tally.Failed > spec.BackoffLimit || RestartedTooOften(spec, tally))
        {
            return JobEnding.BackoffLimit;
        }

        if (spec.ActiveDeadline is { } seconds && !spec.IsSuspended && status.StartTime is { } start)
        {
            var left = start.AddSeconds(seconds) - now;
            if (left <= TimeSpan.Zero)
            {
                return JobEnding.Deadline;
            }

            decision.LookAgain(left);
        }

        return tally.FailedIndexes is not { Count: > 0 } failed ? null
            : failed.Count > spec.MaxFailedIndexes ? JobEnding.TooManyFailedIndexes
            : failed.Count + tally.CompletedIndexes.Count >= spec.Completions ? JobEnding.FailedIndexes
            : null;
    }

    private static JobEnding? Success(JobSpec spec, JobTally tally) =>
        spec.IsIndexed && spec.SuccessPolicy?.Match(tally.CompletedIndexes) is { } message ? JobEnding.SuccessPolicy(message) : null;

    private static bool RestartedTooOften(JobSpec spec, JobTally tally)
    {
        if (!spec.RestartsContainers)
        {
            return false;
        }

        var restarts = tally.Pods.Where(p => p.Phase is "Running" or "Pending").Sum(p => p.Restarts);
        return spec.BackoffLimit == 0 ? restarts > 0 : restarts >= spec.BackoffLimit;
    }

    private static bool IsComplete(JobSpec spec, JobTally tally, int active) =>
        spec.Completions is { } wanted ? tally.Succeeded >= wanted : tally.Succeeded > 0 && active == 0;

    private static void Suspend(JobSpec spec, JobDecision decision, DateTimeOffset now)
    {
        if (spec.IsSuspended && decision.Status.Set("Suspended", holds: true, "JobSuspended", "Job suspended", now))
        {
            decision.Notices.Add(EventNote.Normal("Suspended", "Job suspended"));
        }
        else if (!spec.IsSuspended && decision.Status.Set("Suspended", holds: false, "JobResumed", "Job resumed", now))
        {
            decision.Notices.Add(EventNote.Normal("Resumed", "Job resumed"));

            // The deadline is for the time that a job runs in one go.
            decision.Status.StartTime = now;
        }
    }

    /// <summary>Notes the pods that have ended, and those that end with the job, and lets them go.</summary>
    private static void WriteOff(JobSpec spec, JobTally tally, JobDecision decision, JobEnding? ending, bool jobGoes)
    {
        var status = decision.Status;
        foreach (var pod in tally.Pods.Where(p => p.IsTracked && !decision.Dismiss.Contains(p)))
        {
            var failed = pod.CountsAsFailed(spec);
            if (!jobGoes && ending is null && !pod.Succeeded && (!failed || tally.IsKept(pod)))
            {
                continue;
            }

            decision.Release.Add(pod);
            if (!tally.IsNew(pod))
            {
                continue;
            }

            if (pod.Succeeded)
            {
                if (!spec.IsIndexed)
                {
                    status.UncountedSucceeded.Add(pod.Uid);
                }
            }
            else if ((failed || ending is { Success: false }) && tally.Counts(pod))
            {
                status.UncountedFailed.Add(pod.Uid);
            }
        }

        if (spec.IsIndexed)
        {
            status.CompletedIndexes = tally.CompletedIndexes;
            status.Succeeded = tally.Succeeded;
            status.FailedIndexes = tally.FailedIndexes;
        }
    }

    private static void End(JobSpec spec, JobStatus status, JobDecision decision, JobEnding? ending, DateTimeOffset now)
    {
        if (ending is null)
        {
            return;
        }

        status.Set(ending.Announcement, holds: true, ending.Reason, ending.Message, now);
        if (status.Terminating > 0 || status.UncountedSucceeded.Count + status.UncountedFailed.Count > 0)
        {
            return;
        }

        status.Set(ending.Condition, holds: true, ending.Reason, ending.Message, now);
        if (!ending.Success)
        {
            decision.Notices.Add(EventNote.Warning(ending.Reason, ending.Message));
            return;
        }

        status.CompletionTime = now;
        if (status.Succeeded > spec.Completions)
        {
            decision.Notices.Add(EventNote.Warning("TooManySucceededPods", "Too many succeeded pods recorded"));
        }

        decision.Notices.Add(EventNote.Normal("Completed", "Job completed"));
    }
}
