using static Portal.Sandbox.Controllers.SparkOperator.ApplicationState;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Derives the state of a submitted application from its driver pod.</summary>
internal static class RunObserver
{
    public static Decision Next(Observation seen)
    {
        var status = seen.App.Status;
        return seen.Driver is { } driver
            ? ExecutorTracker.Track(seen, FollowDriver(driver, status, seen.Now))
            : WithoutDriver(seen, status);
    }

    private static Decision FollowDriver(DriverPod driver, ApplicationStatus status, DateTimeOffset now)
    {
        var next = status with { SparkApplicationId = driver.SparkApplicationId ?? status.SparkApplicationId, State = StateFor(driver.State) };
        if (PodState.IsTerminal(driver.State))
        {
            next = next with { TerminationTime = status.TerminationTime ?? now, ErrorMessage = Error(driver) ?? status.ErrorMessage };
        }

        return new(next) { Notices = next.State == status.State ? [] : [Notice.Driver(status.DriverPod ?? "", driver.State)] };
    }

    private static Decision WithoutDriver(Observation seen, ApplicationStatus status)
    {
        var grace = status.State == Submitted ? (status.LastSubmissionAttempt ?? default) + StateMachine.DriverGrace - seen.Now : TimeSpan.Zero;
        return grace > TimeSpan.Zero
            ? new(status) { LookAgain = grace }
            : new(status with { State = Failing, ErrorMessage = "driver pod not found", TerminationTime = seen.Now })
            {
                Notices = [Notice.DriverNotFound(status.DriverPod ?? SparkNames.DriverPod(seen.App), StateMachine.DriverGrace)],
            };
    }

    private static string StateFor(string driver) => driver switch
    {
        PodState.Pending => Submitted,
        PodState.Running => Running,
        PodState.Completed => Succeeding,
        PodState.Failed => Failing,
        _ => Unknown,
    };

    private static string? Error(DriverPod driver) => driver switch
    {
        { State: not PodState.Failed } => null,
        { Exit: null } => "driver container status missing",
        { Exit: { Code: not 0 } exit } => $"driver container failed with ExitCode: {exit.Code}, Reason: {exit.Reason}",
        _ => null,
    };
}
