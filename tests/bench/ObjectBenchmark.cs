using Microsoft.Playwright;
using Portal.E2E.Pages;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary>An object changes in the cluster: how long until an open page shows it.</summary>
internal static class ObjectBenchmark
{
    public static async Task<TimeRow> MeasureAsync(PortalInstance portal, BrowserFixture browser, int samples)
    {
        const string name = "objects";
        await using var context = await browser.NewContextAsync(portal.BaseUrl);
        var tab = await PortalPage.SignInAsync(context, "analyst");
        await PageWatch.InstallAsync(tab.Page);
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job(name, "import time\nprint('waiting', flush=True)\ntime.sleep(600)\n"));
        await tab.OpenRunAsync(name);
        await tab.ExpectLogAsync("waiting");
        using var cluster = new ClusterApi(portal);
        List<double> latencies = [];
        for (var i = 1; i <= samples; i++)
        {
            Progress.Say($"Object {i} of {samples} ...");
            var pod = $"bench-{i}";
            await cluster.CreatePodAsync("team-a", Executor(pod, name));
            var acknowledged = Clock.Now;
            latencies.Add(await PageWatch.SeenAsync(tab.Page, pod) - acknowledged);
            await cluster.DeletePodAsync("team-a", pod);
        }

        (await api.DeleteAsync(new Uri($"/api/v1/workspaces/team-a/jobs/{name}", UriKind.Relative))).EnsureSuccessStatusCode();
        await Assertions.Expect(tab.State).ToContainTextAsync("Cancelled");
        return new("Object change acknowledged by the API to page updated", latencies);
    }

    // An executor of the run that no node fits: it is made and shown, and nothing starts.
    private static object Executor(string pod, string run) => new
    {
        apiVersion = "v1",
        kind = "Pod",
        metadata = new
        {
            name = pod,
            labels = new Dictionary<string, string> { ["sparkoperator.k8s.io/app-name"] = run, ["spark-role"] = "executor" },
        },
        spec = new
        {
            nodeSelector = new Dictionary<string, string> { ["bench"] = "nowhere" },
            containers = new[] { new { name = "main", image = "docker.io/apache/spark:4.0.1", command = new[] { "true" } } },
        },
    };
}
