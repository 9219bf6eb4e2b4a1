using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs;
using Portal.UnitTests.Fakes;
using Portal.UnitTests.Pages.Support;

namespace Portal.UnitTests.Pages;

public sealed class JobsPageTests : PageTest
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Page_WithRuns_ShowsLiveOnesFirst()
    {
        Jobs.Put(SampleRuns.Make("done", JobState.Succeeded, "Done", "analyst", Now.AddMinutes(-1), TimeSpan.FromSeconds(2)));
        Jobs.Put(SampleRuns.Make("busy", JobState.Running, "Running with 3 executors", "admin", Now.AddHours(-9)));

        await OpenAsync();

        var page = await Page.WaitForAsync(p => p.QuerySelectorAll("a.name").Length == 2);
        page.QuerySelectorAll("a.name").Select(a => a.TextContent).ShouldBe(["busy", "done"]);
        page.QuerySelector(".grp b")!.TextContent.ShouldBe("Live");
        page.Body!.TextContent.ShouldContain("Running with 3 executors");
    }

    [Fact]
    public async Task Run_ThatEnds_ChangesInPlace()
    {
        var run = SampleRuns.Make("busy", JobState.Running, "Running", "admin", Now.AddMinutes(-9));
        Jobs.Put(run);
        await OpenAsync();
        await Page.WaitForAsync(p => p.QuerySelector("tr.is-running") is not null);

        Jobs.Put(run with { State = JobState.Failed, Summary = "Out of memory", EndedAt = Now });

        var page = await Page.WaitForAsync(p => p.QuerySelector("tr.is-failed") is not null);
        page.QuerySelector("tr.is-failed")!.TextContent.ShouldContain("Out of memory");
    }

    [Fact]
    public async Task Address_WithFilter_NarrowsAndChecksTheFacet()
    {
        Jobs.Put(SampleRuns.Make("good", JobState.Succeeded, "Done", "analyst", Now, TimeSpan.FromSeconds(2)));
        Jobs.Put(SampleRuns.Make("bad", JobState.Failed, "Killed", "analyst", Now, TimeSpan.FromSeconds(2)));

        await OpenAsync("?state=failed");

        var page = await Page.WaitForAsync(p => p.QuerySelectorAll("a.name").Length == 1);
        page.QuerySelector("a.name")!.TextContent.ShouldBe("bad");
        page.QuerySelectorAll(".facets input[checked]").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Cluster_NotReachable_SaysSo()
    {
        Jobs.Failure = new ClusterException(ClusterErrorKind.Unreachable, "connection refused");

        await OpenAsync();

        var page = await Page.WaitForAsync(p => p.QuerySelector("[role=alert]") is not null);
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("connection refused");
    }

    [Fact]
    public async Task Person_WithoutTheRight_SeesWhichOneIsMissing()
    {
        Cluster.Refused.Add("create");

        await OpenAsync();

        var page = await Page.WaitForAsync(p => p.QuerySelector(".page-head [aria-disabled=true]") is not null);
        page.QuerySelector(".page-head [aria-disabled=true]")!.GetAttribute("title")!.ShouldContain("create sparkapplications");
    }

    private Task OpenAsync(string query = "")
    {
        Navigation.Go("w/team-a/jobs" + query);
        return Page.ShowAsync<JobsPage>(("Workspace", "team-a"));
    }
}
