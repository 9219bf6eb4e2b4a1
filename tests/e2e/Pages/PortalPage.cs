using Microsoft.Playwright;

namespace Portal.E2E.Pages;

/// <summary>A browser tab with the portal in it, and what people do there.</summary>
public sealed class PortalPage(IPage page)
{
    public IPage Page => page;

    public ILocator State => page.Locator(".run-head .pill");

    public ILocator Log => page.GetByRole(AriaRole.Log);

    public ILocator Alert => page.GetByRole(AriaRole.Alert);

    public static async Task<PortalPage> SignInAsync(IBrowserContext context, string user)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        await page.GotoAsync("/signin");
        await page.GetByRole(AriaRole.Button, new() { Name = user }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/signin", StringComparison.Ordinal));
        return new PortalPage(page);
    }

    public Task OpenRunAsync(string name, string workspace = "team-a") => page.GotoAsync($"/w/{workspace}/runs/{name}");

    public Task OpenLogAsync(string name, string workspace = "team-a") => page.GotoAsync($"/w/{workspace}/runs/{name}?tab=log");

    public async Task OpenNewJobAsync()
    {
        await page.GotoAsync("/w/team-a/jobs/new");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New job" })).ToBeVisibleAsync();
    }

    public async Task FillScriptAsync(string name, string script)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Paste code" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Script", new() { Exact = true }).FillAsync(script);
    }

    public ILocator RunNow => page.GetByRole(AriaRole.Button, new() { Name = "Run now" });

    /// <summary>Name of the run whose page is open.</summary>
    public async Task<string> RunNameAsync()
    {
        await page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal));
        return new Uri(page.Url).Segments[^1].Trim('/');
    }

    public Task ExpectStateAsync(string state, int seconds = 60) => Assertions.Expect(State).ToContainTextAsync(state, new() { Timeout = seconds * 1000 });

    public Task ExpectLogAsync(string text, int seconds = 30) => Assertions.Expect(Log).ToContainTextAsync(text, new() { Timeout = seconds * 1000 });
}
