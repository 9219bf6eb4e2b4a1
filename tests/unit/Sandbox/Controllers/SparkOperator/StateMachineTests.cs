using Portal.Sandbox.Controllers.SparkOperator;
using Portal.UnitTests.Sandbox.Controllers.Support;
using static Portal.Sandbox.Controllers.SparkOperator.ApplicationState;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

public sealed class StateMachineTests
{
    private const string Always = """{"restartPolicy": {"type": "Always"}}""";
    private const string OnFailure =
        """{"restartPolicy": {"type": "OnFailure", "onFailureRetries": 2, "onFailureRetryInterval": 10, "onSubmissionFailureRetries": 2, "onSubmissionFailureRetryInterval": 20}}""";
    private const string Suspend = """{"suspend": true}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // New and Resuming submit.
    [InlineData("", "{}", null, "", nameof(RunAction.Submit))]
    [InlineData("RESUMING", "{}", null, "RESUMING", nameof(RunAction.Submit))]
    // A submitted application follows its driver.
    [InlineData("SUBMITTED", "{}", "PENDING", "SUBMITTED", nameof(RunAction.None))]
    [InlineData("SUBMITTED", "{}", "RUNNING", "RUNNING", nameof(RunAction.None))]
    [InlineData("SUBMITTED", "{}", "COMPLETED", "SUCCEEDING", nameof(RunAction.None))]
    [InlineData("SUBMITTED", "{}", "FAILED", "FAILING", nameof(RunAction.None))]
    [InlineData("SUBMITTED", "{}", "UNKNOWN", "UNKNOWN", nameof(RunAction.None))]
    [InlineData("RUNNING", "{}", "RUNNING", "RUNNING", nameof(RunAction.None))]
    [InlineData("RUNNING", "{}", "COMPLETED", "SUCCEEDING", nameof(RunAction.None))]
    [InlineData("RUNNING", "{}", "FAILED", "FAILING", nameof(RunAction.None))]
    [InlineData("RUNNING", "{}", "UNKNOWN", "UNKNOWN", nameof(RunAction.None))]
    [InlineData("RUNNING", "{}", null, "FAILING", nameof(RunAction.None))]
    [InlineData("UNKNOWN", "{}", "RUNNING", "RUNNING", nameof(RunAction.None))]
    [InlineData("UNKNOWN", "{}", null, "FAILING", nameof(RunAction.None))]
    // Ends.
    [InlineData("SUCCEEDING", "{}", "COMPLETED", "COMPLETED", nameof(RunAction.None))]
    [InlineData("SUCCEEDING", OnFailure, "COMPLETED", "COMPLETED", nameof(RunAction.None))]
    [InlineData("SUCCEEDING", Always, "COMPLETED", "PENDING_RERUN", nameof(RunAction.DeleteRun))]
    [InlineData("FAILING", "{}", "FAILED", "FAILED", nameof(RunAction.None))]
    [InlineData("FAILING", OnFailure, "FAILED", "PENDING_RERUN", nameof(RunAction.DeleteRun))]
    [InlineData("FAILING", Always, null, "PENDING_RERUN", nameof(RunAction.DeleteRun))]
    [InlineData("SUBMISSION_FAILED", "{}", null, "FAILED", nameof(RunAction.None))]
    [InlineData("SUBMISSION_FAILED", OnFailure, null, "SUBMISSION_FAILED", nameof(RunAction.Submit))]
    [InlineData("SUBMISSION_FAILED", Always, null, "SUBMISSION_FAILED", nameof(RunAction.Submit))]
    // Running again waits for the old driver.
    [InlineData("PENDING_RERUN", "{}", "COMPLETED", "PENDING_RERUN", nameof(RunAction.DeleteRun))]
    [InlineData("PENDING_RERUN", "{}", null, "PENDING_RERUN", nameof(RunAction.Submit))]
    [InlineData("INVALIDATING", "{}", "RUNNING", "PENDING_RERUN", nameof(RunAction.DeleteRun))]
    // Suspension, from anywhere but the end.
    [InlineData("", Suspend, null, "SUSPENDING", nameof(RunAction.None))]
    [InlineData("SUBMITTED", Suspend, "PENDING", "SUSPENDING", nameof(RunAction.None))]
    [InlineData("RUNNING", Suspend, "RUNNING", "SUSPENDING", nameof(RunAction.None))]
    [InlineData("FAILING", Suspend, "FAILED", "SUSPENDING", nameof(RunAction.None))]
    [InlineData("PENDING_RERUN", Suspend, null, "SUSPENDING", nameof(RunAction.None))]
    [InlineData("COMPLETED", Suspend, "COMPLETED", "COMPLETED", nameof(RunAction.None))]
    [InlineData("FAILED", Suspend, "FAILED", "FAILED", nameof(RunAction.None))]
    [InlineData("SUSPENDING", Suspend, "RUNNING", "SUSPENDED", nameof(RunAction.DeleteRun))]
    [InlineData("SUSPENDED", Suspend, null, "SUSPENDED", nameof(RunAction.None))]
    [InlineData("SUSPENDED", "{}", "RUNNING", "SUSPENDED", nameof(RunAction.DeleteRun))]
    [InlineData("SUSPENDED", "{}", null, "RESUMING", nameof(RunAction.None))]
    public void Next_FromAState_TakesTheOperatorsEdge(string state, string spec, string? driver, string expected, string action)
    {
        var decision = StateMachine.Next(See(state, spec, driver));

        decision.Status.State.ShouldBe(expected);
        decision.Action.ToString().ShouldBe(action);
    }

    [Theory]
    [InlineData("SUBMITTED")]
    [InlineData("RUNNING")]
    [InlineData("COMPLETED")]
    [InlineData("FAILED")]
    [InlineData("SUSPENDED")]
    [InlineData("SUBMISSION_FAILED")]
    public void Next_AfterAChangeOfTheSpec_Invalidates(string state) =>
        StateMachine.Next(See(state, "{}", "RUNNING") with { SpecChanged = true }).Status.State.ShouldBe(Invalidating);

    [Fact]
    public void Next_WithoutDriverWithinTheGrace_Waits()
    {
        var seen = See(Submitted, "{}", null, lastAttempt: Now.AddSeconds(-4));

        var decision = StateMachine.Next(seen);

        decision.Status.State.ShouldBe(Submitted);
        decision.LookAgain.ShouldBe(TimeSpan.FromSeconds(6));
        StateMachine.Next(seen with { Now = Now.AddSeconds(6) }).Status.ErrorMessage.ShouldBe("driver pod not found");
    }

    [Theory]
    [InlineData(Failing, 1, 10)]
    [InlineData(Failing, 2, 20)]
    [InlineData(SubmissionFailed, 1, 20)]
    [InlineData(SubmissionFailed, 2, 40)]
    public void Next_AfterAFailure_BacksOffLinearly(string state, int attempts, int seconds)
    {
        var app = Sample.App(Status(state) with { SubmissionAttempts = attempts, ExecutionAttempts = attempts, LastSubmissionAttempt = Now }, OnFailure);
        var seen = See(app, null);

        StateMachine.Next(seen).LookAgain.ShouldBe(TimeSpan.FromSeconds(seconds));
        StateMachine.Next(seen with { Now = Now.AddSeconds(seconds) }).LookAgain.ShouldBeNull();
    }

    [Theory]
    [InlineData(Failing)]
    [InlineData(SubmissionFailed)]
    public void Next_WithItsRetriesUsedUp_Fails(string state)
    {
        var app = Sample.App(Status(state) with { SubmissionAttempts = 3, ExecutionAttempts = 3 }, OnFailure);

        StateMachine.Next(See(app, null)).Status.State.ShouldBe(Failed);
    }

    [Fact]
    public void Next_WhenRunningAgain_ForgetsTheRunButNotTheAttempts()
    {
        var before = Status(Failing) with { ErrorMessage = "boom", TerminationTime = Now, Executors = Status("").Executors.Add("e-1", "FAILED") };

        var status = StateMachine.Next(See(Sample.App(before, Always), "FAILED")).Status;

        status.ExecutionAttempts.ShouldBe(1);
        (status.ErrorMessage, status.TerminationTime, status.DriverPod, status.Executors.Count).ShouldBe((null, null, null, 0));
    }

    [Fact]
    public void Next_WhenInvalidated_CountsFromTheStart() =>
        StateMachine.Next(See(Invalidating, "{}", null)).Status.ShouldSatisfyAllConditions(
            s => s.ExecutionAttempts.ShouldBe(0), s => s.SubmissionAttempts.ShouldBe(0), s => s.LastSubmissionAttempt.ShouldBeNull());

    [Fact]
    public void Next_WithTheDriverOfANewerSubmission_TakesItOver()
    {
        var seen = See(PendingRerun, "{}", null);
        var driver = new DriverPod("app-uid", "a newer one", null, PodState.Running, Terminating: false, null);

        StateMachine.Next(seen with { Driver = driver }).Action.ShouldBe(RunAction.Submit);
        StateMachine.Next(seen with { Driver = driver with { SubmissionId = "submission" } }).Action.ShouldBe(RunAction.DeleteRun);
    }

    [Fact]
    public void Next_WhenDeletedWithFinalizers_OnlyDeletesTheRun()
    {
        var app = Sample.Application();
        app["metadata"]!["deletionTimestamp"] = "2026-11-21T12:00:00Z";

        var decision = StateMachine.Next(See(new SparkApp(app), "RUNNING"));

        decision.Action.ShouldBe(RunAction.DeleteRun);
        decision.Notices.ShouldBeEmpty();
    }

    [Fact]
    public void Next_AfterTheTimeToLive_DeletesTheApplication()
    {
        var seen = See(Completed, """{"timeToLiveSeconds": 60}""", "COMPLETED", terminated: Now);

        StateMachine.Next(seen).LookAgain.ShouldBe(TimeSpan.FromSeconds(60));
        StateMachine.Next(seen with { Now = Now.AddSeconds(60) }).Action.ShouldBe(RunAction.DeleteApplication);
    }

    [Theory]
    [InlineData(null, null, "driver container status missing")]
    [InlineData(137L, "OOMKilled", "driver container failed with ExitCode: 137, Reason: OOMKilled")]
    public void Next_WithAFailedDriver_SaysHowItEnded(long? code, string? reason, string message)
    {
        var driver = new DriverPod("app-uid", "submission", "spark-1", PodState.Failed, false, code is null ? null : new(code.Value, reason!, Now));

        var decision = StateMachine.Next(See(Running, "{}", null) with { Driver = driver });

        decision.Status.ErrorMessage.ShouldBe(message);
        decision.Status.TerminationTime.ShouldBe(Now);
        decision.Notices.Single().Reason.ShouldBe("SparkDriverFailed");
    }

    private static ApplicationStatus Status(string state) => new()
    {
        State = state,
        SubmissionId = "submission",
        DriverPod = "pi-driver",
        SubmissionAttempts = 1,
        ExecutionAttempts = 1,
        LastSubmissionAttempt = Now.AddHours(-1),
    };

    private static Observation See(string state, string spec, string? driver, DateTimeOffset? lastAttempt = null, DateTimeOffset? terminated = null) =>
        See(Sample.App(Status(state) with { LastSubmissionAttempt = lastAttempt ?? Now.AddHours(-1), TerminationTime = terminated }, spec), driver);

    private static Observation See(SparkApp app, string? driver) => new(
        app,
        driver is null ? null : new DriverPod("app-uid", "submission", "spark-1", driver, Terminating: false, driver == "FAILED" ? new(1, "Error", Now) : null),
        new Dictionary<string, ExecutorPod>(),
        SpecChanged: false,
        Now);
}
