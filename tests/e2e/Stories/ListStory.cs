using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>The list of runs as somebody settles it: views, order, columns, keys; and the log's dock, which stays as it was left.</summary>
public sealed class ListStory(PortalInstance portal, BrowserFixture browser)
{
    [Fact]
    public async Task Analyst_SavesAView_AndFindsItAfterReload()
    {
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("list-bad", "raise ValueError('for the list')\n"));
        await api.SubmitAsync(RestApi.Job("list-good", "print('fine')\n"));
        await api.WaitForAsync("list-bad", 60, "Failed");
        await api.WaitForAsync("list-good", 60, "Succeeded");
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var page = (await PortalPage.SignInAsync(context, "analyst")).Page;
        await page.GotoAsync("/w/team-a/jobs?q=list-");
        var names = page.Locator("[data-rows] a.name");
        await Assertions.Expect(names).ToHaveCountAsync(2);

        // Narrow it, sort it, choose a column, and keep that.
        await page.GetByRole(AriaRole.Complementary).GetByLabel("Failed").CheckAsync();
        await Assertions.Expect(names).ToHaveTextAsync(["list-bad"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Duration", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Exit code" }).CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("List gone bad");
        await page.Keyboard.PressAsync("Enter");
        var tab = page.GetByRole(AriaRole.Link, new() { Name = "List gone bad" });
        await Assertions.Expect(tab).ToHaveAttributeAsync("aria-current", "page");

        // It is there after a visit elsewhere, as it was.
        await page.GotoAsync("/w/team-a/jobs");
        await tab.ClickAsync();
        await Assertions.Expect(names).ToHaveTextAsync(["list-bad"]);
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Exit code" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Duration" })).ToHaveAttributeAsync("aria-sort", "descending");

        // A filter goes with its chip, and the keyboard leads into the list.
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove State Failed" }).ClickAsync();
        await Assertions.Expect(names).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Jobs" }).ClickAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(names.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("/runs/list-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dock_MovedByKeys_StaysAsItWasLeft()
    {
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("dock-story", "raise ValueError('for the dock')\n"));
        await api.WaitForCauseAsync("dock-story");
        await using var context = await browser.NewContextAsync(portal.BaseUrl, width: 1280, height: 800);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        await tab.OpenRunAsync("dock-story");

        // What to do is in sight, with the log below it.
        await tab.ExpectLogAsync("ValueError");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Why it failed" }).GetByRole(AriaRole.Link, new() { Name = "Edit and run" })).ToBeInViewportAsync(new() { Ratio = 1 });

        var grip = tab.Page.GetByRole(AriaRole.Separator);
        var before = await HeightAsync(tab);
        await grip.PressAsync("ArrowUp");
        await grip.PressAsync("ArrowUp");
        (await HeightAsync(tab)).ShouldBe(before + 48, 2);
        await tab.Page.ReloadAsync();
        await tab.ExpectLogAsync("ValueError");
        (await HeightAsync(tab)).ShouldBe(before + 48, 2);

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Collapse or open the log" }).ClickAsync();
        (await HeightAsync(tab)).ShouldBeLessThan(60);
    }

    private static async Task<double> HeightAsync(PortalPage tab) => (await tab.Page.Locator(".dock").BoundingBoxAsync())!.Height;
}
