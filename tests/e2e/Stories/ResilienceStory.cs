using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>Parts are killed while a run goes on and people look at it: nothing acknowledged is lost, nothing shown is taken away.</summary>
public sealed class ResilienceStory(PortalInstance portal, BrowserFixture browser)
{
    private const string Ticks = """
        import time
        for i in range(120):
            print('tick', i, 'of 120', flush=True)
            time.sleep(0.1)
        """;

    [Fact]
    public async Task PortalKilled_RunGoesOnAndThePageComesBack()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("portal-killed", Ticks));
        await tab.OpenRunAsync("portal-killed");
        await tab.ExpectLogAsync("tick 5 of 120", 60);

        await portal.KillAsync("portal");
        await portal.WaitUntilReadyAsync();

        await tab.ExpectStateAsync("Succeeded", 90);
        await tab.ExpectLogAsync("tick 119 of 120");
        await ExpectEveryTickOnceAsync(api, "portal-killed");
    }

    [Fact]
    public async Task SandboxKilled_RunFailsWithTheReasonAndHistoryStays()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("before-crash", "print('kept')\n"));
        await api.WaitForAsync("before-crash", 60, "Succeeded");
        await api.SubmitAsync(RestApi.Job("sandbox-killed", "import time\nprint('alive', flush=True)\ntime.sleep(600)\n"));
        await tab.OpenRunAsync("sandbox-killed");
        await tab.ExpectLogAsync("alive", 60);

        await portal.KillAsync("sandbox");
        await portal.WaitUntilReadyAsync();

        var run = await api.WaitForCauseAsync("sandbox-killed");
        run["cause"]!["code"]!.GetValue<string>().ShouldBe("NodeRestarted", run.ToJsonString());
        await tab.ExpectStateAsync("Failed");
        await tab.ExpectLogAsync("alive");
        (await api.GetStringAsync(new Uri("/api/v1/workspaces/team-a/jobs/before-crash/log", UriKind.Relative))).ShouldContain("kept");
    }

    [Fact]
    public async Task DatabaseKilled_RunIsRecordedAllTheSame()
    {
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("database-killed", Ticks));
        await tab.OpenRunAsync("database-killed");
        await tab.ExpectLogAsync("tick 5 of 120", 60);

        await portal.KillAsync("postgres");
        await tab.ExpectLogAsync("tick 30 of 120");
        await portal.WaitUntilReadyAsync();

        await tab.ExpectStateAsync("Succeeded", 90);
        await api.WaitForAsync("database-killed", 60, "Succeeded");
        await ExpectEveryTickOnceAsync(api, "database-killed");
    }

    [Fact]
    public async Task BrowserOffline_TenSeconds_ResumesWithoutAGap()
    {
        await using var network = new TcpProxy(portal.Port);
        await using var context = await browser.NewContextAsync(network.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("offline-story", Ticks.Replace("0.1", "0.15", StringComparison.Ordinal)));
        await tab.OpenRunAsync("offline-story");
        await tab.ExpectLogAsync("tick 5 of 120", 60);

        network.Cut();
        await Assertions.Expect(tab.Page.Locator("[data-part=state]")).ToContainTextAsync("Connection lost");
        (await tab.Log.InnerTextAsync()).ShouldContain("tick 5 of 120");
        using var tenSeconds = new PeriodicTimer(TimeSpan.FromSeconds(10));
        await tenSeconds.WaitForNextTickAsync();
        network.Mend();

        await tab.ExpectStateAsync("Succeeded", 90);
        await tab.ExpectLogAsync("tick 119 of 120");
    }

    private static async Task ExpectEveryTickOnceAsync(HttpClient api, string name)
    {
        var log = await api.GetStringAsync($"/api/v1/workspaces/team-a/jobs/{name}/log");
        var ticks = log.Split('\n').Where(l => l.StartsWith("tick ", StringComparison.Ordinal)).ToList();
        ticks.ShouldBe(Enumerable.Range(0, 120).Select(i => $"tick {i} of 120"));
    }
}
