using Portal.Core.History.Folding;
using Portal.Core.Jobs;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.History.Folding;

public sealed class RunPodRecordsTests
{
    [Fact]
    public void Apply_PodIsGoneFromTheFacts_StaysInTheRecord()
    {
        var executor = Some.Pod(role: "executor", uid: "pod-2");
        var before = RunFold.Apply(null, Some.Facts(Some.App(state: "RUNNING"), Some.Pod().Running(), executor.Ended(137, "OOMKilled")));

        var run = RunFold.Apply(before, Some.Facts(Some.App(state: "RUNNING"), Some.Pod().Running()));

        run.Pods.Select(p => p.Role).ShouldBe(["driver", "executor"], ignoreOrder: true);
        run.Pods.Single(p => p.Role == "executor").ShouldBe(new RunPod("pod-2", executor.Key.Name, "executor")
        {
            Node = "node-1",
            Phase = "Failed",
            Reason = "OOMKilled",
            CreatedAt = executor.CreatedAt,
            StartedAt = Some.Noon.AddSeconds(2),
            EndedAt = Some.Noon.AddSeconds(9),
            ExitCode = 137,
        });
    }

    [Fact]
    public void Apply_LaterStateSaysLess_KeepsWhatWasSeen()
    {
        var before = RunFold.Apply(null, Some.Facts(Some.App(state: "RUNNING"), Some.Pod().Ended(1)));

        // A node that was lost: its kubelet no longer reports containers.
        var run = RunFold.Apply(before, Some.Facts(Some.App(state: "RUNNING"), Some.Pod() with { Phase = "Failed" }));

        run.Pods.ShouldBe(before.Pods);
    }

    [Fact]
    public void Apply_MorePodsThanAreKept_KeepsTheFirstAndEveryDriver()
    {
        var executors = Enumerable.Range(0, JobRun.MaxPods + 50).Select(i => Some.Pod(role: "executor", uid: $"e-{i:D4}") with { CreatedAt = Some.Noon.AddSeconds(2 + i) });
        var driver = Some.Pod(uid: "second-driver") with { CreatedAt = Some.Noon.AddHours(1) };

        var run = RunFold.Apply(null, Some.Facts(Some.App(), [.. executors, driver]));

        run.Pods.Count.ShouldBe(JobRun.MaxPods + 1);
        run.Pods[^1].Uid.ShouldBe("second-driver");
        run.Pods[0].Uid.ShouldBe("e-0000");
    }
}
