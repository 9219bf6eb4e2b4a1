using Portal.Sandbox.Controllers.SparkOperator;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

public sealed class ExecutorTrackerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ApplicationState.Running, PodState.Unknown)]
    [InlineData(ApplicationState.Completed, PodState.Completed)]
    [InlineData(ApplicationState.Failing, PodState.Failed)]
    public void Track_AnExecutorThatIsGone_JudgesByTheApplication(string application, string expected)
    {
        var status = new ApplicationStatus { State = application }.With("e-1", PodState.Running).With("e-2", PodState.Completed);

        var states = Track(status).Status.Executors;

        states["e-1"].ShouldBe(expected);
        states["e-2"].ShouldBe(PodState.Completed);
    }

    [Fact]
    public void Track_MoreThanTheBound_DropsTheOldestEndedFirst()
    {
        var status = new ApplicationStatus { State = ApplicationState.Running };
        var pods = new Dictionary<string, ExecutorPod>();
        for (var i = 1; i <= ExecutorTracker.MaxTracked + 5; i++)
        {
            pods[$"pi-exec-{i}"] = Pod(i <= 10 ? PodState.Completed : PodState.Running);
        }

        var states = Track(status, pods).Status.Executors;

        states.Count.ShouldBe(ExecutorTracker.MaxTracked);
        states.ShouldNotContainKey("pi-exec-5");
        states.ShouldContainKey("pi-exec-6");
    }

    [Fact]
    public void Track_AnExecutorThatOutlivesItsDriver_SendsItAway() =>
        Track(new ApplicationStatus { State = ApplicationState.Failing }, new() { ["e-1"] = Pod(PodState.Running) }).Executors.ShouldBe(["e-1"]);

    [Theory]
    [InlineData("""{"executor": {"deleteOnTermination": false}}""")]
    [InlineData("""{"sparkConf": {"spark.kubernetes.executor.deleteOnTermination": "false"}}""")]
    public void Track_AnEndedExecutorThatIsToStay_LeavesIt(string spec)
    {
        var decision = Track(new ApplicationStatus { State = ApplicationState.Running }, new() { ["e-1"] = Pod(PodState.Failed) }, spec);

        decision.Executors.ShouldBeEmpty();
        decision.LookAgain.ShouldBeNull();
    }

    [Fact]
    public void Track_AnExecutorThatJustEnded_KeepsItForAMoment()
    {
        var decision = Track(
            new ApplicationStatus { State = ApplicationState.Running }, new() { ["e-1"] = Pod(PodState.Failed) with { Exit = new(1, "Error", Now.AddSeconds(-2)) } });

        decision.Executors.ShouldBeEmpty();
        decision.LookAgain.ShouldBe(ExecutorTracker.KeepEnded - TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Track_AFailedExecutor_TellsExitCodeReasonAndMessage()
    {
        var pod = Pod(PodState.Failed) with { Exit = new(137, "OOMKilled", Now), Message = "node out of memory" };

        var notice = Track(new ApplicationStatus { State = ApplicationState.Running }, new() { ["e-1"] = pod }).Notices.Single();

        notice.ShouldBe(new Notice("Warning", "SparkExecutorFailed", "Executor e-1 failed with ExitCode: 137, Reason: OOMKilled, Pod Message: node out of memory"));
    }

    private static ExecutorPod Pod(string state) => new("uid", "submission", "spark-1", state, Terminating: false, null, "");

    private static Decision Track(ApplicationStatus status, Dictionary<string, ExecutorPod>? pods = null, string spec = "{}") =>
        ExecutorTracker.Track(new Observation(Sample.App(status, spec), null, pods ?? [], SpecChanged: false, Now), new Decision(status));
}

file static class StatusExtensions
{
    public static ApplicationStatus With(this ApplicationStatus status, string executor, string state) =>
        status with { Executors = status.Executors.Add(executor, state) };
}
