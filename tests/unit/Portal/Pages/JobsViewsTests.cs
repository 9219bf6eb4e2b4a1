using Portal.Core.Jobs;
using Portal.Features.Jobs;
using Portal.UnitTests.Fakes;
using Portal.UnitTests.Pages.Support;

namespace Portal.UnitTests.Pages;

/// <summary>Views, order and columns of the list of runs.</summary>
public sealed class JobsViewsTests : PageTest
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public JobsViewsTests()
    {
        Jobs.Put(SampleRuns.Make("mine", JobState.Succeeded, "Done", "analyst", Now.AddHours(-1), TimeSpan.FromSeconds(2)));
        Jobs.Put(SampleRuns.Make("broken", JobState.Failed, "Killed", "admin", Now.AddHours(-2), TimeSpan.FromSeconds(90)));
        Jobs.Put(SampleRuns.Make("old", JobState.Failed, "Killed", "admin", Now.AddDays(-20), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task BuiltInViews_AreTabsWithTheirCounts()
    {
        await OpenAsync();

        var page = await Page.WaitForAsync(p => p.QuerySelectorAll(".views a .n").Length == 3);
        page.QuerySelectorAll(".views a").Select(a => Words(a.TextContent)).ShouldBe(["All runs 3", "Mine 1", "Failed this week 1"]);
        page.QuerySelector(".views a[aria-current]")!.TextContent.ShouldContain("All runs");
    }

    [Fact]
    public async Task View_Saved_IsATabAfterReloadToo_UntilItIsDeleted()
    {
        await OpenAsync("?state=failed&sort=-duration");
        await Page.WaitForAsync(p => p.QuerySelectorAll("a.name").Length == 2);
        await Page.ClickAsync(".views > .btn");
        await Page.WaitForAsync(p => p.QuerySelector("#view-name") is not null);
        await Page.TypeAsync("#view-name", "Gone bad");
        await Page.RaiseAsync("dialog form", "onsubmit", EventArgs.Empty);

        await OpenAsync();
        var page = await Page.WaitForAsync(p => p.QuerySelectorAll(".views a").Length == 4);
        var address = page.QuerySelectorAll(".views a")[3].GetAttribute("href")!;
        address.ShouldContain("state=failed");
        address.ShouldContain("sort=-duration");

        await OpenAsync("?" + address.Split('?')[1]);
        page = await Page.WaitForAsync(p => p.QuerySelector(".views a[aria-current]")?.TextContent.Contains("Gone bad", StringComparison.Ordinal) == true);
        await Page.ClickAsync("#view-menu button:nth-of-type(2)");
        await Page.WaitForAsync(p => p.QuerySelectorAll(".views a").Length == 3);
        await OpenAsync();
        (await Page.WaitForAsync(p => p.QuerySelector("a.name") is not null)).QuerySelectorAll(".views a").Length.ShouldBe(3);
    }

    [Fact]
    public async Task View_Renamed_KeepsWhatItShows()
    {
        await OpenAsync("?job=mine");
        await Page.WaitForAsync(p => p.QuerySelector("a.name") is not null);
        await Page.ClickAsync(".views > .btn");
        await Page.TypeAsync("#view-name", "First");
        await Page.RaiseAsync("dialog form", "onsubmit", EventArgs.Empty);
        await Page.WaitForAsync(p => p.QuerySelectorAll(".views a").Length == 4);

        await Page.ClickAsync("#view-menu button:nth-of-type(1)");
        await Page.TypeAsync("#view-name", "Second");
        await Page.RaiseAsync("dialog form", "onsubmit", EventArgs.Empty);

        var page = await Page.WaitForAsync(p => p.Body!.TextContent.Contains("Second", StringComparison.Ordinal));
        var tab = page.QuerySelectorAll(".views a")[3];
        tab.TextContent.ShouldContain("Second");
        tab.GetAttribute("href")!.ShouldContain("job=mine");
        page.QuerySelectorAll(".views a").Length.ShouldBe(4);
    }

    [Fact]
    public async Task Heading_Clicked_SortsAndSaysSoInTheAddress()
    {
        await OpenAsync();
        await Page.WaitForAsync(p => p.QuerySelectorAll("a.name").Length == 3);

        await Page.ClickAsync("th[data-column=duration] .sort");

        var page = await Page.WaitForAsync(p => p.QuerySelector("th[data-column=duration][aria-sort=descending]") is not null && p.QuerySelector("a.name")!.TextContent == "broken");
        page.QuerySelectorAll("a.name").Select(a => a.TextContent).ShouldBe(["broken", "old", "mine"]);
        Navigation.Uri.ShouldEndWith("?sort=-duration");
    }

    [Fact]
    public async Task Column_Chosen_IsShownAndRemembered_AsIsAWidth()
    {
        await OpenAsync();
        await Page.WaitForAsync(p => p.QuerySelector("th[data-column=asked]") is not null);

        await Page.RaiseAsync("#columns label:nth-of-type(11) input", "onchange", new Microsoft.AspNetCore.Components.ChangeEventArgs { Value = true });
        await Page.WaitForAsync(p => p.QuerySelector("th[data-column=exit]") is not null);

        await OpenAsync();
        var page = await Page.WaitForAsync(p => p.QuerySelector("th[data-column=exit]") is not null);
        page.QuerySelectorAll("tbody tr.is-failed td").Select(c => c.TextContent.Trim()).ShouldContain("1");
        page.QuerySelector("col[data-column=exit]")!.GetAttribute("style").ShouldBe("width:80px");
    }

    [Fact]
    public async Task Chip_Removed_WidensTheList()
    {
        await OpenAsync("?state=failed&by=admin");
        await Page.WaitForAsync(p => p.QuerySelectorAll(".chip").Length == 2);

        await Page.ClickAsync(".chip button");

        await Page.WaitForAsync(p => p.QuerySelectorAll(".chip").Length == 1);
        Navigation.Uri.ShouldEndWith("?by=admin");
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task OpenAsync(string query = "")
    {
        Navigation.Go("w/team-a/jobs" + query);
        return Page.ShowAsync<JobsPage>(("Workspace", "team-a"));
    }
}
