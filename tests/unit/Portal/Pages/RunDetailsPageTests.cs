using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Runs;
using Portal.UnitTests.Fakes;
using Portal.UnitTests.Pages.Support;

namespace Portal.UnitTests.Pages;

public sealed class RunDetailsPageTests : PageTest
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task FailedRun_ShowsTheCauseBeforeEverythingElse()
    {
        var run = SampleRuns.Make("orders", JobState.Failed, "Out of memory", "analyst", Now, TimeSpan.FromSeconds(9)) with { Cause = SampleRuns.Cause };
        Jobs.Put(run);

        await OpenAsync(run.Name);

        var page = await Page.WaitForAsync(p => p.QuerySelector(".answer") is not null);
        page.QuerySelector(".run-body")!.FirstElementChild!.ClassList.ShouldContain("answer");
        page.QuerySelector(".evidence a")!.GetAttribute("href").ShouldBe($"w/team-a/runs/{run.Name}?tab=log&line=412");
    }

    [Fact]
    public async Task RunningRun_ShowsItsPodsAsTheyCome()
    {
        var run = SampleRuns.Make("sales", JobState.Running, "Running", "analyst", Now);
        Jobs.Put(run);
        await OpenAsync(run.Name);
        await Page.WaitForAsync(p => p.QuerySelector(".run-cards") is not null);

        foreach (var pod in SampleRuns.Pods(run))
        {
            Cluster.Pods.Put(pod);
        }

        var page = await Page.WaitForAsync(p => p.Body!.TextContent.Contains($"{run.Name}-exec-3", StringComparison.Ordinal));
        page.Body!.TextContent.ShouldContain("0/1 nodes are available: 1 Insufficient cpu.");
        page.Body.TextContent.ShouldContain("3 of 4 running");
    }

    [Fact]
    public async Task EndedRun_PodsThatKubernetesForgot_AreStillShown()
    {
        var run = SampleRuns.Make("sales", JobState.Succeeded, "Done", "analyst", Now, TimeSpan.FromSeconds(9));
        var driver = SampleRuns.Pods(run)[0];
        run = run with
        {
            Pods =
            [
                new RunPod(driver.Uid, driver.Key.Name, "driver") { CreatedAt = Now, Phase = "Running" },
                new RunPod("uid-1", "exec-1", "executor") { CreatedAt = Now, Phase = "Failed", Reason = "OOMKilled", Node = "node-7", StartedAt = Now, EndedAt = Now.AddSeconds(5), ExitCode = 137 },
                new RunPod("uid-2", "exec-2", "executor") { CreatedAt = Now.AddSeconds(1), Phase = "Running", StartedAt = Now },
            ],
        };
        Jobs.Put(run);
        Cluster.Pods.Put(driver);

        await OpenAsync(run.Name);

        var page = await Page.WaitForAsync(p => p.QuerySelectorAll("table.pods tbody tr").Length >= 3);
        page.QuerySelectorAll("table.pods .mono").Select(e => e.TextContent).ShouldBe([driver.Key.Name, "exec-2", "exec-1"]);
        page.QuerySelectorAll("table.pods .st").Select(e => e.TextContent.Trim()).Skip(1).ShouldBe(["Removed", "OOMKilled"]);
        page.QuerySelector("table.pods")!.TextContent.ShouldContain("node-7");
    }

    [Fact]
    public async Task Cancel_AsksFirst_ThenCancels()
    {
        var run = SampleRuns.Make("sales", JobState.Running, "Running", "admin", Now);
        Jobs.Put(run);
        await OpenAsync(run.Name);
        await Page.WaitForAsync(p => p.QuerySelector(".run-head .danger") is not null);

        await Page.ClickAsync(".run-head .danger");
        await Page.WaitForAsync(p => p.QuerySelector("dialog .danger") is not null);
        Jobs.Runs.Single().State.ShouldBe(JobState.Running);
        await Page.ClickAsync("dialog .danger");

        await Page.WaitForAsync(p => p.QuerySelector(".pill.off") is not null);
        Jobs.Runs.Single().CancelledBy.ShouldBe("analyst");
    }

    [Fact]
    public async Task RepeatedRun_ShowsWhatWasChanged()
    {
        var parent = SampleRuns.Make("sales", JobState.Succeeded, "Done", "analyst", Now.AddHours(-1), TimeSpan.FromSeconds(9));
        var again = SampleRuns.Make("sales", JobState.Succeeded, "Done", "analyst", Now, TimeSpan.FromSeconds(9));
        again = again with { ParentRun = parent.Name, Definition = again.Definition! with { Executors = 9 } };
        Jobs.Put(parent);
        Jobs.Put(again);

        await OpenAsync(again.Name);

        var page = await Page.WaitForAsync(p => p.QuerySelector(".changes") is not null);
        page.QuerySelectorAll(".changes tbody td").Select(c => c.TextContent).ShouldBe(["Executors", "3", "9"]);
    }

    [Fact]
    public async Task SeveralAttempts_EachLeadToTheirLog()
    {
        var run = SampleRuns.Make("orders", JobState.Failed, "Out of memory", "analyst", Now, TimeSpan.FromSeconds(9));
        run = run with { Attempts = [run.Attempts[0], run.Attempts[0] with { Number = 2 }] };
        Jobs.Put(run);

        await OpenAsync(run.Name);

        var page = await Page.WaitForAsync(p => p.QuerySelector(".attempts") is not null);
        page.QuerySelectorAll(".attempts a").Select(a => a.GetAttribute("href")).ShouldBe(
            [$"w/team-a/runs/{run.Name}?tab=log&attempt=2", $"w/team-a/runs/{run.Name}?tab=log&attempt=1"]);
    }

    [Fact]
    public async Task FailedRun_WhosePodIsStillThere_ShowsWhatThePodSays()
    {
        var run = SampleRuns.Make("orders", JobState.Failed, "Failed", "analyst", Now, TimeSpan.FromSeconds(9)) with { Cause = SampleRuns.Cause };
        Jobs.Put(run);
        var driver = SampleRuns.Pods(run)[0];
        Cluster.Pods.Put(driver with { Phase = "Failed", Containers = [new ContainerView("spark") { State = "terminated", Reason = "Error", ExitCode = 1 }] });

        await OpenAsync(run.Name);

        var page = await Page.WaitForAsync(p => p.QuerySelectorAll(".evidence li").Length == 3);
        var last = page.QuerySelectorAll(".evidence li")[2];
        last.TextContent.ShouldContain("spark: Error, exit code 1");
        last.QuerySelector("a")!.GetAttribute("href").ShouldBe($"w/team-a/runs/{run.Name}?tab=log&pod={run.Name}-driver");
    }

    [Theory]
    [InlineData("FailedScheduling", 1, "warn")]
    [InlineData("BackOff", 1, "warn")] // an executor started after it
    [InlineData("BackOff", 60, "bad")]
    public void Warning_OfAFailedRun_IsAFailureOnlyWhenItDidNotPass(string reason, int seconds, string css)
    {
        var run = SampleRuns.Make("orders", JobState.Failed, "Failed", "analyst", Now, TimeSpan.FromSeconds(90));
        var warning = new EventView(new ResourceKey("sandbox", ResourceKind.Event, "team-a", "e"), "e", "1") { Type = "Warning", Reason = reason, RegardingKind = "Pod", RegardingName = $"{run.Name}-driver", At = Now.AddSeconds(seconds) };

        Happening.Of(run, [warning], k => k).Single(h => h.Title == reason).Css.ShouldBe(css);
    }

    [Fact]
    public void Evidence_OfOneThing_IsGivenOnce_AndNotTheOperatorsEcho()
    {
        var run = SampleRuns.Make("orders", JobState.Failed, "Failed", "analyst", Now, TimeSpan.FromSeconds(9));
        run = run with { Pods = [.. new[] { "one", "two" }.Select(uid => new RunPod(uid, "orders-driver", "driver") { Phase = "Failed", Reason = "Error", ExitCode = 1, CreatedAt = Now })] };
        EventView Warning(string reason) => new(new ResourceKey("sandbox", ResourceKind.Event, "team-a", reason), reason, "1") { Type = "Warning", Reason = reason, Message = $"{reason} it is", At = Now };

        var evidence = Evidence.Of(run, SampleRuns.Cause with { Evidence = [] }, [], [Warning("SparkDriverFailed"), Warning("FailedScheduling"), Warning("Evicted")]);

        evidence.Select(e => (e.Source, e.Text)).ShouldBe([("Pod orders-driver", "Error, exit code 1"), ("Event Evicted", "Evicted it is")]);
    }

    [Fact]
    public async Task UnknownName_SaysThatThereIsNone()
    {
        await OpenAsync("no-such-run");

        var page = await Page.WaitForAsync(p => p.QuerySelector(".blank") is not null);
        page.QuerySelector("h1")!.TextContent.ShouldContain("no-such-run");
    }

    private Task OpenAsync(string name) => Page.ShowAsync<RunDetailsPage>(("Workspace", "team-a"), ("Name", name));
}
