using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>The main job in the browser: submit, watch, find in history, run again.</summary>
public sealed class MainStory(PortalInstance portal, BrowserFixture browser)
{
    private const string Steps = """
        import sys, time
        print('starting with', sys.argv[1:], flush=True)
        for i in range(8):
            print('step', i, flush=True)
            time.sleep(0.5)
        print('done', flush=True)
        """;

    [Fact]
    public async Task Analyst_SubmitsWatchesFindsAndRunsAgain()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");

        // Submit, with a double click.
        await tab.OpenNewJobAsync();
        await tab.FillScriptAsync("main-story", Steps);
        await tab.Page.GetByLabel("Arguments", new() { Exact = true }).FillAsync("--round 1");
        await Assertions.Expect(tab.Page.GetByText("kind: SparkApplication")).ToBeVisibleAsync();
        await tab.RunNow.DblClickAsync();
        var name = await tab.RunNameAsync();
        name.ShouldStartWith("main-story-");

        // Watch, without a refresh.
        await tab.ExpectStateAsync("Running");
        await tab.ExpectLogAsync("starting with ['--round', '1']");
        await tab.ExpectLogAsync("step 3");
        await Assertions.Expect(tab.Page.GetByText($"{name}-driver", new() { Exact = true }).First).ToBeVisibleAsync();
        await tab.ExpectStateAsync("Succeeded");
        await tab.ExpectLogAsync("done");

        // One run was made, and it stays when its object goes.
        using var api = portal.Api("analyst");
        (await RunsAsync(api, "main-story")).ShouldBe([name]);
        if (Kubectl.Installed)
        {
            (await Kubectl.RunAsync(portal, "delete", "sparkapplication", "-n", "team-a", name)).ExitCode.ShouldBe(0);
        }

        await tab.Page.GotoAsync("/w/team-a/jobs");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "main-story" }).First.ClickAsync();
        (await tab.RunNameAsync()).ShouldBe(name);
        await tab.ExpectStateAsync("Succeeded");
        await tab.ExpectLogAsync("step 7");

        // Again, edited.
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Edit and run" }).ClickAsync();
        await tab.Page.GetByLabel("Arguments", new() { Exact = true }).FillAsync("--round 2");
        await tab.RunNow.ClickAsync();
        await tab.Page.WaitForURLAsync(url => url.Contains("/runs/", StringComparison.Ordinal) && !url.EndsWith(name, StringComparison.Ordinal));
        var again = await tab.RunNameAsync();
        await Assertions.Expect(tab.Page.Locator(".run-head").GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        await tab.ExpectLogAsync("starting with ['--round', '2']");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Changed since the run it repeats" })).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Arguments" })).ToContainTextAsync("2");
        await tab.ExpectStateAsync("Succeeded");
        (await RunsAsync(api, "main-story")).ShouldBe([again, name]);
    }

    [Fact]
    public async Task Sample_RunsOnExecutorPods()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");

        await tab.OpenNewJobAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Word count" }).ClickAsync();
        await tab.RunNow.ClickAsync();

        await Assertions.Expect(tab.Page.GetByText("-exec-1").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await tab.ExpectStateAsync("Succeeded", 120);
        await Assertions.Expect(tab.Page.GetByText("not Apache Spark").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Cancel_EndsTheRunAndKeepsItsLog()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("cancel-story", "import time\nprint('up and running', flush=True)\ntime.sleep(600)\n"));

        await tab.OpenRunAsync("cancel-story");
        await tab.ExpectLogAsync("up and running", 60);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();

        await tab.ExpectStateAsync("Cancelled");
        await tab.ExpectLogAsync("up and running");
    }

    [Fact]
    public async Task BadData_SaysWhyBeforeAnythingElse()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");

        await tab.OpenNewJobAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Bad data" }).ClickAsync();
        await tab.RunNow.ClickAsync();

        await tab.ExpectStateAsync("Failed", 120);
        await Assertions.Expect(tab.Page.GetByText("ValueError").First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "What to do" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Viewer_SeesActionsWithTheMissingRight()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "viewer");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("viewer-story", "print('x')\n"));
        await api.WaitForAsync("viewer-story", 60, "Succeeded");

        await tab.OpenRunAsync("viewer-story");

        var again = tab.Page.GetByRole(AriaRole.Button, new() { Name = "Run again" });
        await Assertions.Expect(again).ToHaveAttributeAsync("aria-disabled", "true");
        await Assertions.Expect(again).ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("create sparkapplications"));
    }

    private static async Task<string[]> RunsAsync(HttpClient api, string job)
    {
        var page = JsonNode.Parse(await api.GetStringAsync(new Uri($"/api/v1/workspaces/team-a/runs?job={job}", UriKind.Relative)))!;
        return [.. page["runs"]!.AsArray().Select(r => r!["name"]!.GetValue<string>())];
    }
}
