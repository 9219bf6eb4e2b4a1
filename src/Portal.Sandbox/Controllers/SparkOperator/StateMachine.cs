using static Portal.Sandbox.Controllers.SparkOperator.ApplicationState;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>
/// The operator's states and edges, as a function without effects. Behaviour as in kubeflow/spark-operator 2.x. What it decides is done by
/// <see cref="SparkOperatorController"/>; a decision that could not be carried out is simply made again.
/// </summary>
internal static class StateMachine
{
    /// <summary>How long a driver pod may take to appear after its submission.</summary>
    public static readonly TimeSpan DriverGrace = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DeletionCheck = TimeSpan.FromSeconds(1);

    public static Decision Next(Observation seen)
    {
        var (app, status) = (seen.App, seen.App.Status);
        if (app.Terminating)
        {
            return new(status) { Action = RunAction.DeleteRun };
        }

        if (seen.SpecChanged && status.State is not (New or Invalidating))
        {
            return Enter(app, status with { State = Invalidating });
        }

        if (app.Suspend && !IsTerminal(status.State) && status.State is not (Suspending or Suspended))
        {
            return Enter(app, status with { State = Suspending });
        }

        return status.State switch
        {
            New or Resuming => new(status) { Action = RunAction.Submit },
            Submitted or Running or Unknown => RunObserver.Next(seen),
            SubmissionFailed => AfterSubmissionFailed(seen),
            PendingRerun => WhenClean(seen, new(status) { Action = RunAction.Submit }),
            Invalidating => Rerun(app, status with { SubmissionAttempts = 0, ExecutionAttempts = 0, LastSubmissionAttempt = null }),
            Succeeding => app.Restart.Retries(status) ? Rerun(app, status) : Enter(app, status with { State = Completed }),
            Failing => AfterFailure(seen),
            Suspending => Enter(app, status.WithoutRun() with { State = Suspended }) with { Action = RunAction.DeleteRun },
            Suspended => app.Suspend ? new(status) : WhenClean(seen, Enter(app, status with { State = Resuming })),
            Completed or Failed => AfterEnd(seen),
            _ => new(status),
        };
    }

    /// <summary>The status after a driver pod was made.</summary>
    public static Decision AfterSubmission(SparkApp app, Submission submission, DateTimeOffset now) =>
        Attempted(app, Attempt(app, submission.Id, now) with
        {
            State = Submitted,
            SparkApplicationId = submission.SparkApplicationId,
            UiService = submission.UiService,
            UiPort = submission.UiPort,
            ExecutionAttempts = app.Status.ExecutionAttempts + 1,
        });

    /// <summary>The status after the driver pod was refused.</summary>
    public static Decision AfterRefusal(SparkApp app, string submissionId, string message, DateTimeOffset now) =>
        Attempted(app, Attempt(app, submissionId, now) with { State = SubmissionFailed, ErrorMessage = $"failed to submit spark application: {message}" });

    /// <summary>A new attempt starts without what the one before left behind.</summary>
    private static ApplicationStatus Attempt(SparkApp app, string submissionId, DateTimeOffset now) => app.Status.WithoutRun() with
    {
        SubmissionId = submissionId,
        DriverPod = SparkNames.DriverPod(app),
        LastSubmissionAttempt = now,
        SubmissionAttempts = app.Status.SubmissionAttempts + 1,
    };

    /// <summary>The first attempt tells as well that the operator has seen the application at all.</summary>
    private static Decision Attempted(SparkApp app, ApplicationStatus status)
    {
        var decision = Enter(app, status);
        return app.Status.State == New && Notice.Entering(app.Name, app.Status) is { } added
            ? decision with { Notices = decision.Notices.Insert(0, added) }
            : decision;
    }

    private static Decision Enter(SparkApp app, ApplicationStatus status) =>
        new(status) { Notices = Notice.Entering(app.Name, status) is { } notice ? [notice] : [] };

    private static Decision Rerun(SparkApp app, ApplicationStatus status) =>
        Enter(app, status.WithoutRun() with { State = PendingRerun }) with { Action = RunAction.DeleteRun };

    private static Decision AfterSubmissionFailed(Observation seen)
    {
        var (app, status) = (seen.App, seen.App.Status);
        if (!app.Restart.Retries(status))
        {
            return Enter(app, status with { State = Failed, TerminationTime = seen.Now });
        }

        var wait = app.Restart.RetryAt(status) - seen.Now;
        return wait > TimeSpan.Zero ? new(status) { LookAgain = wait } : WhenClean(seen, new(status) { Action = RunAction.Submit });
    }

    private static Decision AfterFailure(Observation seen)
    {
        var (app, status) = (seen.App, seen.App.Status);
        if (!app.Restart.Retries(status))
        {
            return Enter(app, status with { State = Failed });
        }

        var wait = app.Restart.RetryAt(status) - seen.Now;
        return wait > TimeSpan.Zero ? new(status) { LookAgain = wait } : Rerun(app, status);
    }

    private static Decision AfterEnd(Observation seen)
    {
        var (app, status) = (seen.App, seen.App.Status);
        var left = status.TerminationTime + app.TimeToLive - seen.Now;
        return left <= TimeSpan.Zero
            ? new(status) { Action = RunAction.DeleteApplication }
            : ExecutorTracker.Track(seen, new(status) { LookAgain = left });
    }

    /// <summary>Goes on once the driver pod of the run before is gone.</summary>
    private static Decision WhenClean(Observation seen, Decision next) => seen.Driver switch
    {
        null => next,

        // A driver of a newer submission than the status knows: we were killed between making it and writing that down.
        { Terminating: false } driver when driver.SubmissionId != seen.App.Status.SubmissionId && next.Action == RunAction.Submit => next,
        { Terminating: true } => new(seen.App.Status) { LookAgain = DeletionCheck },
        _ => new(seen.App.Status) { Action = RunAction.DeleteRun, LookAgain = DeletionCheck },
    };
}
