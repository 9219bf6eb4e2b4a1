using System.Globalization;
using Portal.Core.Clusters;
using Portal.Core.History.Live;
using Portal.Core.Jobs;
using Portal.Core.Workspaces;

namespace Portal.Core.History.Folding;

/// <summary>
/// Makes the run of what was recorded and what the cluster shows. Pure, and idempotent: folding the same facts in again changes nothing,
/// so that a recorder may repeat itself after any interruption.
/// </summary>
public static class RunFold
{
    // An annotation copied from another object says nothing about when this one was submitted.
    private static readonly TimeSpan StampTolerance = TimeSpan.FromSeconds(10);

    /// <param name="stored">The run as recorded; null when it is new.</param>
    /// <param name="facts">What the cluster shows.</param>
    public static JobRun Apply(JobRun? stored, RunFacts facts)
    {
        var app = facts.App;
        var submittedAt = stored?.SubmittedAt ?? SubmittedAt(app);
        var run = (stored ?? New(app)) with
        {
            SubmittedAt = submittedAt,
            OperatorState = app.State,
            ObjectExists = facts.GoneAt is null,
            // A request counts once the object goes: until then the API may still refuse it, and it is taken back.
            CancelledBy = stored?.CancelledBy ?? ((facts.GoneAt ?? app.DeletionTimestamp) is null ? null : facts.Cancel?.Person),
            Attempts = RunAttempts.Merge(stored?.Attempts ?? [], facts),
            Pods = RunPodRecords.Merge(stored?.Pods ?? [], facts),
            CoresAsked = (int)Math.Min(int.MaxValue, app.DriverCores + ((long)app.ExecutorCores * app.ExecutorInstances)),
        };
        run = run with
        {
            State = State(run, facts),
            StartedAt = run.Attempts.Min(a => a.StartedAt),
            ExitCode = run.Attempts.Count == 0 ? null : run.Attempts[^1].ExitCode,
        };
        run = run with
        {
            EndedAt = run.Ended ? EndedAt(stored, run, facts) : null,
            Cause = run.State == JobState.Failed ? run.Cause : null,
        };
        run = run with { Steps = RunSteps.Merge(run, facts) };
        return run with { Summary = RunNarrator.Describe(run, facts) };
    }

    /// <summary>The run when its object went away while nobody looked.</summary>
    /// <param name="stored">The run as recorded.</param>
    /// <param name="seenAt">When it was found to be gone.</param>
    public static JobRun Vanished(JobRun stored, DateTimeOffset seenAt)
    {
        if (stored.Ended)
        {
            return stored with { ObjectExists = false };
        }

        var run = stored with { ObjectExists = false, State = stored.CancelledBy is null ? JobState.Unknown : JobState.Cancelled, EndedAt = Whole(seenAt) };
        return run with { Summary = RunNarrator.Ended(run), Steps = [.. run.Steps, new(run.EndedAt.Value, "ended", run.State.ToString())] };
    }

    private static JobRun New(SparkApplicationView app) => new()
    {
        Uid = app.Uid,
        Cluster = app.Key.Cluster,
        Workspace = app.Key.Namespace,
        Name = app.Key.Name,
        Job = app.Labels.GetValueOrDefault(PortalLabels.Job) is { Length: > 0 } job ? job
            : app.Labels.GetValueOrDefault("sparkoperator.k8s.io/scheduled-app-name") is { Length: > 0 } schedule ? schedule
            : app.Key.Name,
        State = JobState.Waiting,
        // Empty for objects that were made elsewhere.
        SubmittedBy = app.Annotations.GetValueOrDefault(PortalLabels.SubmittedBy) ?? "",
        SubmittedAt = SubmittedAt(app),
        ParentRun = app.Annotations.GetValueOrDefault(PortalLabels.ParentRun),
    };

    private static DateTimeOffset SubmittedAt(SparkApplicationView app) =>
        DateTimeOffset.TryParse(app.Annotations.GetValueOrDefault(PortalLabels.SubmittedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamped)
        && (stamped - app.CreatedAt).Duration() <= StampTolerance ? Whole(stamped.ToUniversalTime()) : Whole(app.CreatedAt.ToUniversalTime());

    private static JobState State(JobRun run, RunFacts facts) => facts.App.State switch
    {
        "COMPLETED" => JobState.Succeeded,
        "FAILED" => JobState.Failed,
        _ when run.CancelledBy is not null && (facts.GoneAt ?? facts.App.DeletionTimestamp) is not null => JobState.Cancelled,
        _ when facts.GoneAt is not null => JobState.Unknown,
        "RUNNING" or "SUCCEEDING" or "FAILING" => JobState.Running,
        // The pod is seen to run before the operator says so.
        "SUBMITTED" when RunPods.Driver(facts) is { } driver && RunPods.Main(driver) is { State: "running" } => JobState.Running,
        "UNKNOWN" when run.Attempts.Any(a => a.StartedAt is not null) => JobState.Running,
        _ => JobState.Waiting,
    };

    private static DateTimeOffset EndedAt(JobRun? stored, JobRun run, RunFacts facts)
    {
        if (stored?.EndedAt is { } known && stored.State == run.State)
        {
            return known;
        }

        var ended = run.State is JobState.Succeeded or JobState.Failed
            ? facts.App.TerminationTime ?? run.Attempts.Max(a => a.EndedAt) ?? facts.ChangedAt
            : facts.App.DeletionTimestamp ?? facts.GoneAt ?? facts.ChangedAt;
        return Whole(ended < run.SubmittedAt ? run.SubmittedAt : ended);
    }

    /// <summary>Cut to what both Kubernetes' and PostgreSQL's times can hold, so that a stored time equals the one it was made from.</summary>
    internal static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
