using Portal.Core.Jobs;
using Portal.Features.Runs;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Pages;

public sealed class RunTrackTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void WaitingRun_IsAtItsSubmission_WithEverythingStillToCome()
    {
        var track = RunTrack.Of(SampleRuns.Make("a", JobState.Waiting, "", "analyst", Now));

        track.Select(s => (s.TextKey, s.Css, s.At is not null)).ShouldBe([
            ("TrackSubmitted", "wait", true), ("TrackScheduled", "unk", false), ("TrackDriver", "unk", false), ("TrackExecutor", "unk", false)]);
        track[0].IsNow.ShouldBeTrue();
    }

    [Fact]
    public void RunningRun_RunsSinceItsFirstExecutor()
    {
        var run = SampleRuns.Make("a", JobState.Running, "", "analyst", Now);

        var track = RunTrack.Of(run);

        track[^1].ShouldBe(new TrackStop("StateRunning", "run", run.StartedAt!.Value.AddSeconds(3), null));
        track.SkipLast(1).ShouldAllBe(s => s.Css == "ok" && s.Next != null);
    }

    [Fact]
    public void RunThatFailedBeforeItWasScheduled_DidNotPassTheRest()
    {
        var run = SampleRuns.Make("a", JobState.Waiting, "", "analyst", Now) with { State = JobState.Failed, EndedAt = Now.AddMinutes(1) };

        RunTrack.Of(run).Select(s => (s.TextKey, s.Css)).ShouldBe([("TrackSubmitted", "ok"), ("StateFailed", "bad")]);
    }
}
