using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>A cluster of one's own: here the sandbox of another <c>./run</c>, known by its kubeconfig alone.</summary>
public sealed class OwnerStory(PortalInstance cluster, BrowserFixture browser)
{
    private const string LinkLine = "Sign in as the owner of the cluster, once: ";

    [Fact]
    public async Task Owner_SignsInByTheLinkOnce_AndRunsAJob()
    {
        await using var own = new PortalInstance { Arguments = ["--kubeconfig", Path.Combine(cluster.DataFolder, "kubeconfig")] };
        await own.StartAsync();
        await Until.TrueAsync(() => Task.FromResult(own.Output.Contains(LinkLine, StringComparison.Ordinal)), "the link is printed");
        var link = own.Output.Split('\n').Single(l => l.StartsWith(LinkLine, StringComparison.Ordinal))[LinkLine.Length..].Trim();

        await using var context = await browser.NewContextAsync(own.BaseUrl);
        var tab = new PortalPage(await context.NewPageAsync());
        await tab.Page.GotoAsync(link);
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new Regex("/w/team-"));
        await tab.OpenNewJobAsync();
        await tab.FillScriptAsync("owned", "print('on my own cluster')\n");
        await Assertions.Expect(tab.Page.GetByText("Not complete yet")).ToBeHiddenAsync();
        await tab.RunNow.ClickAsync();
        await tab.ExpectStateAsync("Succeeded");
        await tab.ExpectLogAsync("on my own cluster");

        await using var stranger = await browser.NewContextAsync(own.BaseUrl);
        var page = await stranger.NewPageAsync();
        await page.GotoAsync(link);
        page.Url.ShouldContain("/signin?notice=LinkUsed");
    }

    [Fact]
    public async Task Run_WithAKubeconfigThatIsNone_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("portal-e2e-").FullName;
        var file = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(file, "this is no kubeconfig\n");
        var start = new ProcessStartInfo(Path.Combine(PortalInstance.Repository, "run"), ["--kubeconfig", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORTAL_DATA"] = Path.Combine(folder, "data");
        start.Environment["PORTAL_PORT"] = $"{PortalInstance.FreePort()}";
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var said = await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();

        run.ExitCode.ShouldBe(1);
        (said + await output).ShouldContain($"The kubeconfig {file} holds no mapping with clusters, users and contexts.");
        Directory.Delete(folder, recursive: true);
    }
}
