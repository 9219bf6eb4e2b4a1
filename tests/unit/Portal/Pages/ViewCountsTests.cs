using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Filters;
using Portal.Features.Jobs.Views;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Pages;

public sealed class ViewCountsTests
{
    [Fact]
    public async Task Counts_AfterManyChanges_AreRightSoon_AndCountedFewTimes()
    {
        var jobs = new FakeJobs(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var counts = new ViewCounts(jobs, new Caller("analyst", []), "team-a", new UserClock(TimeProvider.System));
        RunFilter all = new(), failed = new() { States = [JobState.Failed] };
        jobs.Add("first", JobState.Failed);
        var counting = counts.RunAsync(() => [all, failed], stop.Token);
        await Eventually.BeAsync(() => (counts.Of(all), counts.Of(failed)) == (1, 1));

        for (var i = 0; i < 100; i++)
        {
            jobs.Add($"run-{i}");
        }

        await Eventually.BeAsync(() => (counts.Of(all), counts.Of(failed)) == (101, 1));
        jobs.Counts.ShouldBeLessThan(20);
        jobs.Lists.ShouldBe(0);
        await stop.CancelAsync();
        await counting;
    }
}
