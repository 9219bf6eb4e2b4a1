using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Features.NewJob;
using Portal.UnitTests.Fakes;
using Portal.UnitTests.Pages.Support;

namespace Portal.UnitTests.Pages;

public sealed class NewJobPageTests : PageTest
{
    [Fact]
    public async Task Run_WithNothingFilledIn_ShowsWhatIsMissingAndSendsNothing()
    {
        await OpenAsync();

        await Page.ClickAsync("#run-now");

        var page = await Page.WaitForAsync(p => p.QuerySelectorAll(".err").Length >= 2);
        page.QuerySelector("#field-name")!.GetAttribute("aria-invalid").ShouldBe("true");
        Jobs.Submitted.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ClickedTwiceWhileSending_CreatesOneRunAndLeadsToIt()
    {
        var gate = new TaskCompletionSource();
        Jobs.SubmitGate = gate.Task;
        await OpenAsync();
        await FillInAsync();

        var first = Page.ClickAsync("#run-now");
        await Page.WaitForAsync(p => p.QuerySelector("#run-now")!.HasAttribute("disabled"));
        await Page.ClickAsync("#run-now");
        gate.SetResult();
        await first;

        Jobs.Submitted.Count.ShouldBe(1);
        Navigation.Uri.ShouldBe($"http://portal.test/w/team-a/runs/{Jobs.Runs.Single().Name}");
    }

    [Fact]
    public async Task Draft_AfterReload_IsThere()
    {
        await OpenAsync();
        await FillInAsync();
        await Page.WaitForAsync(p => p.QuerySelector("[role=status]")!.TextContent.Contains("Draft saved", StringComparison.Ordinal));

        await OpenAsync();

        var page = await Page.WaitForAsync(p => p.QuerySelector("#field-name")?.GetAttribute("value") == "word-count");
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("restored");
    }

    [Fact]
    public async Task Name_ThatKubernetesWouldRefuse_IsMarkedWhileTyping()
    {
        await OpenAsync();

        await Page.TypeAsync("#field-name", "Word Count");

        var page = await Page.WaitForAsync(p => p.QuerySelector("#field-name-problem") is not null);
        page.QuerySelector("#field-name")!.GetAttribute("aria-describedby").ShouldBe("field-name-problem");
    }

    [Fact]
    public async Task From_ARun_TakesItsDefinitionAndLinksToIt()
    {
        var parent = SampleRuns.Make("sales-report", JobState.Failed, "Killed", "analyst", TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1));
        Jobs.Put(parent);

        Navigation.Go($"w/team-a/jobs/new?from={parent.Name}");
        await Page.ShowAsync<NewJobPage>(("Workspace", "team-a"));

        var page = await Page.WaitForAsync(p => p.QuerySelector("#field-name")?.GetAttribute("value") == "sales-report");
        page.QuerySelector(".note a")!.TextContent.ShouldBe(parent.Name);
    }

    [Fact]
    public async Task Environment_OfThePlatform_IsChosenByName_AndAnyOtherByItsImage()
    {
        await OpenAsync();

        await Page.RaiseAsync("#field-image", "onchange", new ChangeEventArgs { Value = "spark:3.5.3" });
        await Page.WaitForAsync(p => p.Body!.TextContent.Contains("image: spark:3.5.3", StringComparison.Ordinal));

        await Page.RaiseAsync("#field-image", "onchange", new ChangeEventArgs { Value = "?" });
        await Page.WaitForAsync(p => p.QuerySelector("input#field-image") is not null);
        await Page.TypeAsync("#field-image", "ghcr.io/team/own:1");
        await Page.WaitForAsync(p => p.Body!.TextContent.Contains("image: ghcr.io/team/own:1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Memory_NumberAndUnit_AreOneSize()
    {
        await OpenAsync();

        await Page.TypeAsync("#field-executor-memory", "768");
        await Page.RaiseAsync("#field-executor-memory + select", "onchange", new ChangeEventArgs { Value = "m" });

        await Page.WaitForAsync(p => p.Body!.TextContent.Contains("memory: 768m", StringComparison.Ordinal));
    }

    private async Task OpenAsync()
    {
        await Page.ShowAsync<NewJobPage>(("Workspace", "team-a"));
        await Page.WaitForAsync(p => p.QuerySelector("#run-now") is not null);
    }

    private async Task FillInAsync()
    {
        await Page.TypeAsync("#field-name", "word-count");
        await Page.ClickAsync(".pick:nth-child(2)");
        await Page.WaitForAsync(p => p.QuerySelector("#field-mainfile") is not null);
        await Page.TypeAsync("#field-mainfile", "s3a://code/words.py");
    }
}
