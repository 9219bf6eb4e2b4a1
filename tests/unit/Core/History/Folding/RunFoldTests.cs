using Portal.Core.Clusters;
using Portal.Core.History.Folding;
using Portal.Core.Jobs;
using Portal.Core.Workspaces;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.History.Folding;

public sealed class RunFoldTests
{
    [Theory]
    [InlineData("", JobState.Waiting)]
    [InlineData("SUBMITTED", JobState.Waiting)]
    [InlineData("RUNNING", JobState.Running)]
    [InlineData("SUCCEEDING", JobState.Running)]
    [InlineData("FAILING", JobState.Running)]
    [InlineData("COMPLETED", JobState.Succeeded)]
    [InlineData("FAILED", JobState.Failed)]
    [InlineData("SUBMISSION_FAILED", JobState.Waiting)]
    [InlineData("PENDING_RERUN", JobState.Waiting)]
    [InlineData("INVALIDATING", JobState.Waiting)]
    [InlineData("SUSPENDING", JobState.Waiting)]
    [InlineData("SUSPENDED", JobState.Waiting)]
    [InlineData("RESUMING", JobState.Waiting)]
    [InlineData("UNKNOWN", JobState.Waiting)]
    public void Apply_OperatorState_BecomesAState(string operatorState, JobState state)
    {
        var run = RunFold.Apply(null, Some.Facts(Some.App(state: operatorState)));

        run.State.ShouldBe(state);
        run.OperatorState.ShouldBe(operatorState);
        run.Summary.ShouldNotBeEmpty();
        run.Ended.ShouldBe(run.EndedAt is not null);
    }

    [Fact]
    public void Apply_DriverSeenToRunBeforeTheOperatorSaysSo_IsRunning() =>
        RunFold.Apply(null, Some.Facts(Some.App(state: "SUBMITTED"), Some.Pod().Running())).State.ShouldBe(JobState.Running);

    [Fact]
    public void Apply_FinishedRun_TellsWholeStory()
    {
        var app = Some.App(state: "COMPLETED") with
        {
            SubmissionId = "s1",
            LastSubmissionAttemptTime = Some.Noon.AddSeconds(1),
            TerminationTime = Some.Noon.AddSeconds(10),
            Labels = new Dictionary<string, string> { [PortalLabels.Job] = "pies" },
            Annotations = new Dictionary<string, string> { [PortalLabels.SubmittedBy] = "ann", [PortalLabels.SubmittedAt] = "2026-11-21T12:00:00.250Z", [PortalLabels.ParentRun] = "pi-0" },
            ExecutorInstances = 2,
            ExecutorCores = 3,
        };

        var run = RunFold.Apply(null, Some.Facts(app, Some.Pod().Ended(), Some.Pod(role: "executor", uid: "e1", name: "pi-exec-1").Ended(finishedAt: Some.Noon.AddSeconds(8))));

        (run.Job, run.SubmittedBy, run.ParentRun, run.CoresAsked).ShouldBe(("pies", "ann", "pi-0", 7));
        run.SubmittedAt.ShouldBe(Some.Noon.AddMilliseconds(250));
        (run.StartedAt, run.EndedAt, run.ExitCode).ShouldBe((Some.Noon.AddSeconds(2), Some.Noon.AddSeconds(10), 0));
        run.Summary.ShouldBe("Succeeded in 8 s.");
        run.Steps.Select(s => s.Kind).ShouldBe(["submitted", "SUBMITTED", "scheduled", "driver-started", "executor-started", "executor-ended", "driver-ended", "ended"]);
        run.Attempts.ShouldHaveSingleItem().ShouldBe(new RunAttempt(1, "s1", "pod-1", Some.Noon.AddSeconds(2), Some.Noon.AddSeconds(9), 0, null));
    }

    [Fact]
    public void Apply_CopiedSubmissionTime_IsNotBelieved()
    {
        var app = Some.App() with { Annotations = new Dictionary<string, string> { [PortalLabels.SubmittedAt] = "2020-01-01T00:00:00Z" } };

        RunFold.Apply(null, Some.Facts(app)).SubmittedAt.ShouldBe(Some.Noon);
    }

    [Fact]
    public void Apply_Retry_CountsAttempts()
    {
        var first = RunFold.Apply(null, Some.Facts(Some.App(state: "RUNNING") with { SubmissionId = "s1" }, Some.Pod().Ended(1)));
        var again = RunFold.Apply(first, Some.Facts(Some.App(state: "PENDING_RERUN") with { SubmissionId = "s1" }));
        var second = RunFold.Apply(again, Some.Facts(Some.App(state: "RUNNING") with { SubmissionId = "s2", ExecutionAttempts = 2 }, Some.Pod(uid: "pod-2", submission: "s2").Running(Some.Noon.AddSeconds(30))));

        second.Attempts.Select(a => (a.Number, a.SubmissionId, a.DriverPodUid, a.ExitCode)).ShouldBe([(1, "s1", "pod-1", 1), (2, "s2", "pod-2", null)]);
        second.StartedAt.ShouldBe(Some.Noon.AddSeconds(2));
        second.ExitCode.ShouldBeNull();
        second.Steps.Select(s => s.Kind).ShouldContain("PENDING_RERUN");
    }

    [Theory]
    [InlineData("RUNNING", null, JobState.Unknown)]
    [InlineData("RUNNING", "bob", JobState.Cancelled)]
    [InlineData("COMPLETED", "bob", JobState.Succeeded)]
    [InlineData("FAILED", null, JobState.Failed)]
    public void Apply_ObjectGone_EndsTheRun(string operatorState, string? cancelledBy, JobState state)
    {
        var stored = RunFold.Apply(null, Some.Facts(Some.App(state: operatorState))) with { CancelledBy = cancelledBy };

        var run = RunFold.Apply(stored, Some.Facts(Some.App(state: operatorState)) with { GoneAt = Some.Noon.AddSeconds(30) });

        run.State.ShouldBe(state);
        run.ObjectExists.ShouldBeFalse();
        run.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public void Apply_AnySequenceTwice_ChangesNothing()
    {
        var random = new Random(7);
        string[] states = ["", "SUBMITTED", "RUNNING", "SUCCEEDING", "COMPLETED", "FAILING", "PENDING_RERUN", "FAILED", "UNKNOWN", "SUSPENDED"];
        for (var round = 0; round < 300; round++)
        {
            JobRun? run = null;
            for (var step = 0; step < 8; step++)
            {
                var app = Some.App(state: states[random.Next(states.Length)]) with { SubmissionId = random.Next(2) == 0 ? "s1" : "s2", TerminationTime = random.Next(2) == 0 ? Some.Noon.AddSeconds(50) : null };
                PodView[] pods = [Some.Pod(), Some.Pod().Running(), Some.Pod().Ended(random.Next(3)), Some.Pod(uid: "pod-2", submission: "s2").Running(), Some.Pod(role: "executor", uid: "e1", submission: "").Ended()];
                var facts = Some.Facts(app, [.. pods.Where(_ => random.Next(2) == 0).DistinctBy(p => p.Uid)]) with
                {
                    ChangedAt = Some.Noon.AddSeconds(20 + step),
                    GoneAt = random.Next(10) == 0 ? Some.Noon.AddSeconds(60) : null,
                    Cancel = random.Next(10) == 0 ? new("bob", Some.Noon.AddSeconds(40)) : null,
                };
                var once = RunFold.Apply(run, facts);
                var twice = RunFold.Apply(once, facts);

                twice.Steps.ShouldBe(once.Steps);
                twice.Attempts.ShouldBe(once.Attempts);
                twice.Pods.ShouldBe(once.Pods);
                (twice with { Steps = once.Steps, Attempts = once.Attempts, Pods = once.Pods }).ShouldBe(once);
                run = once;
            }
        }
    }

    [Fact]
    public void Describe_Waiting_SaysForWhat()
    {
        Summary("SUBMITTED", Some.Pod() with { UnschedulableMessage = "0/1 nodes are available: 1 Insufficient cpu." }).ShouldBe("Waiting for 1 CPU for the driver: 0/1 nodes are available: 1 Insufficient cpu.");
        Summary("SUBMITTED", Waiting("ImagePullBackOff", "no such image")).ShouldBe("The image spark:9 cannot be pulled: no such image");
        Summary("SUBMITTED", Waiting("CreateContainerConfigError", "secret \"x\" not found")).ShouldBe("The driver cannot start: secret \"x\" not found");
        Summary("SUBMITTED", Waiting("ContainerCreating", null)).ShouldBe("The driver is starting.");
        Summary("SUBMITTED").ShouldBe("Submitted; the driver's pod is being created.");
        Summary("").ShouldBe("Submitted; waiting for the Spark operator to take it up.");
        Summary("RUNNING", Some.Pod().Running(), Some.Pod(role: "executor", uid: "e1").Running()).ShouldBe("Running with 1 of 1 executor.");
        Summary("RUNNING", Some.Pod().Running(), Some.Pod(role: "executor", uid: "e1") with { UnschedulableMessage = "no room" }).ShouldBe("Running with 0 of 1 executor; the others wait for room: no room");
    }

    private static PodView Waiting(string reason, string? message) => Some.Pod() with { Node = "node-1", Containers = [new("spark-kubernetes-driver") { Image = "spark:9", Reason = reason, Message = message }] };

    private static string Summary(string state, params PodView[] pods) => RunFold.Apply(null, Some.Facts(Some.App(state: state), pods)).Summary;
}
