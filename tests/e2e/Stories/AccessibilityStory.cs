using System.Text.Json;
using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>axe finds nothing on any page, in either theme.</summary>
public sealed class AccessibilityStory(PortalInstance portal, BrowserFixture browser)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_HaveNoFindings(ColorScheme colors)
    {
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("axe-story", "raise ValueError('for axe')\n"));
        await api.WaitForAsync("axe-story", 60, "Failed");
        await using var context = await browser.NewContextAsync(portal.BaseUrl, colors);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        var findings = new List<string>(await FindingsAsync(page, "sign-in"));
        await page.CloseAsync();

        var tab = await PortalPage.SignInAsync(context, "analyst");
        string[] paths = ["/w/team-a", "/w/team-a/jobs", "/w/team-a/jobs/new", "/w/team-a/runs/axe-story", "/w/team-a/runs/axe-story?tab=log", "/w/team-a/runs/axe-story?tab=definition", "/w/team-a/runs/axe-story?tab=events", "/nowhere"];
        foreach (var path in paths)
        {
            await tab.Page.GotoAsync(path);
            await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            findings.AddRange(await FindingsAsync(tab.Page, path));
        }

        // What opens over the pages.
        await tab.Page.SetViewportSizeAsync(1000, 800);
        await tab.Page.GotoAsync("/w/team-a/jobs");
        await Assertions.Expect(tab.Page.Locator("a.name").First).ToBeVisibleAsync();
        foreach (var button in new[] { "Filters", "Columns", "Save view" })
        {
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Assertions.Expect(tab.Page.Locator("dialog[open], .menu:popover-open")).ToBeVisibleAsync();
            findings.AddRange(await FindingsAsync(tab.Page, button));
            await tab.Page.Keyboard.PressAsync("Escape");
        }

        findings.ShouldBeEmpty();
    }

    private static async Task<IEnumerable<string>> FindingsAsync(IPage page, string where)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(PortalInstance.Repository, "src/Portal/Web/node_modules/axe-core/axe.min.js")));
        var result = await page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(' | '))");
        return result.EnumerateArray().Select(v => $"{where}: {v.GetString()}");
    }
}
