using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>More than a person would do by hand.</summary>
public sealed class ScaleStory(PortalInstance portal, BrowserFixture browser)
{
    [Fact]
    public async Task FiftyJobs_AtOnce_AllRunAndAreRecordedOnce()
    {
        using var api = portal.Api("analyst");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => api.SubmitAsync(RestApi.Job($"fifty-{i}", $"print('number', {i})\n"))));
        await Until.TrueAsync(
            async () => (await api.GetFromJsonNodeAsync("/api/v1/workspaces/team-a/runs?text=fifty-&state=Succeeded&limit=100"))["runs"]!.AsArray().Count == 50,
            "all fifty have succeeded",
            seconds: 240);

        var runs = (await api.GetFromJsonNodeAsync("/api/v1/workspaces/team-a/runs?text=fifty-&limit=100"))["runs"]!.AsArray();
        runs.Select(r => r!["name"]!.GetValue<string>()).Order().ShouldBe(Enumerable.Range(0, 50).Select(i => $"fifty-{i}").Order());
        (await api.GetStringAsync(new Uri("/api/v1/workspaces/team-a/jobs/fifty-49/log", UriKind.Relative))).ShouldContain("number 49");
    }

    [Fact]
    public async Task LongLog_OpensAtItsEndAndGoesToItsStart()
    {
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("long-log", "for i in range(200000):\n    print('line', i, 'of two hundred thousand, with some words to make it as long as lines are')\n"));
        await api.WaitForAsync("long-log", 120, "Succeeded");
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");

        await tab.OpenLogAsync("long-log");
        await tab.ExpectLogAsync("line 199999 of", 60);
        await tab.Log.PressAsync("Home");
        await tab.ExpectLogAsync("line 0 of");
        var rows = await tab.Page.Locator("[data-part=rows] > *").CountAsync();
        await tab.Page.GetByLabel("Find in this log").FillAsync("line 123456 of");
        await tab.Page.GetByLabel("Find in this log").PressAsync("Enter");
        await tab.ExpectLogAsync("line 123456 of");

        rows.ShouldBeLessThan(300);
        var whole = await api.GetStringAsync(new Uri("/api/v1/workspaces/team-a/jobs/long-log/log", UriKind.Relative));
        whole.Split('\n').Count(l => l.StartsWith("line ", StringComparison.Ordinal)).ShouldBe(200_000);
    }
}
