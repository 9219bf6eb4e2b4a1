using System.Globalization;
using Portal.Core.History.Live;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Core.History.Live;

public sealed class HeldRunsTests
{
    private readonly ManualTime _time = new();
    private readonly HeldRuns _held;

    public HeldRunsTests() => _held = new HeldRuns(_time);

    [Fact]
    public void Run_NobodyHeardOfItYet_DoesNotWait() => _held.TryHold(Run(pods: 5_000)).ShouldBeFalse();

    [Theory]
    [InlineData(10, 10)]
    [InlineData(10_000, 1_000)]
    public void Run_JustAnnounced_WaitsAsLongAsItHasPods(int pods, int milliseconds)
    {
        var run = Run(pods);
        _held.Announced(run);

        _held.TryHold(run).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        _held.Due().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _held.Due().ShouldBe([run]);
    }

    [Fact]
    public void Run_AnnouncedForAnotherReason_WaitsNoMore()
    {
        var run = Run(pods: 100);
        _held.Announced(run);
        _held.TryHold(run);

        _held.Announced(run);

        _held.Contains(run).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));
        _held.Due().ShouldBeEmpty();
        _held.TryHold(run).ShouldBeFalse();
    }

    private static LiveRun Run(int pods)
    {
        var run = new LiveRun(Some.App(), Some.Noon);
        for (var i = 0; i < pods; i++)
        {
            run.Put(Some.Pod(role: "executor", uid: i.ToString(CultureInfo.InvariantCulture)));
        }

        return run;
    }
}
