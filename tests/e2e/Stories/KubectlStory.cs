using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>What the portal starts, kubectl sees, and the other way round.</summary>
public sealed class KubectlStory(PortalInstance portal)
{
    private const string Echo = "import time\nprint('hello from the driver')\n";

    [Fact]
    public async Task Kubectl_ReadsWhatThePortalSubmitted()
    {
        Assert.SkipUnless(Kubectl.Installed, "kubectl is not installed");
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("kubectl-reads", Echo));
        await api.WaitForAsync("kubectl-reads", 60, "Succeeded");

        var list = await Kubectl.RunAsync(portal, "get", "sparkapplications", "-n", "team-a");
        var wait = await Kubectl.RunAsync(
            portal, "wait", "-n", "team-a", "sparkapplication/kubectl-reads", "--for=jsonpath={.status.applicationState.state}=COMPLETED", "--timeout=30s");
        var log = await Kubectl.RunAsync(portal, "logs", "-n", "team-a", "kubectl-reads-driver");
        var description = await Kubectl.RunAsync(portal, "describe", "sparkapplication", "-n", "team-a", "kubectl-reads");

        list.Output.ShouldContain("kubectl-reads");
        wait.ExitCode.ShouldBe(0, wait.Output);
        log.Output.ShouldContain("hello from the driver");
        description.Output.ShouldContain("SparkApplicationCompleted");
    }

    [Fact]
    public async Task Portal_RecordsWhatKubectlApplied()
    {
        Assert.SkipUnless(Kubectl.Installed, "kubectl is not installed");
        var manifest = Path.Combine(portal.DataFolder, "by-hand.yaml");
        await File.WriteAllTextAsync(manifest, """
            apiVersion: sparkoperator.k8s.io/v1beta2
            kind: SparkApplication
            metadata:
              name: by-hand
              namespace: team-a
            spec:
              type: Python
              mode: cluster
              image: docker.io/apache/spark:4.0.1
              mainApplicationFile: local:///opt/spark/examples/src/main/python/pi.py
              sparkVersion: 4.0.1
              arguments: ["2"]
              driver: { cores: 1, memory: 512m }
              executor: { cores: 1, instances: 1, memory: 512m }
            """);

        var applied = await Kubectl.RunAsync(portal, "apply", "-f", manifest);
        using var api = portal.Api("analyst");
        await api.WaitForAsync("by-hand", 60, "Succeeded");
        var deleted = await Kubectl.RunAsync(portal, "delete", "-f", manifest);
        var run = await api.GetRunAsync("by-hand");
        var log = await api.GetStringAsync(new Uri("/api/v1/workspaces/team-a/jobs/by-hand/log", UriKind.Relative));

        applied.ExitCode.ShouldBe(0, applied.Output);
        deleted.ExitCode.ShouldBe(0, deleted.Output);
        run["state"]!.GetValue<string>().ShouldBe("Succeeded");
        log.ShouldContain("Pi is roughly 3.");
    }
}
