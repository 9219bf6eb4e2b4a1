using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube;
using Portal.UnitTests.Sandbox.Api;

namespace Portal.UnitTests.Kube.Contract;

/// <summary>Logs of real processes, run by the sandbox's node.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class SandboxLogTests(SharedSandbox shared)
{
    private readonly string _name = $"log-{Guid.NewGuid():N}"[..20];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tail_ContainerWritesFastAndEnds_GivesEveryLineOnce()
    {
        var lines = await TailAsync("i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i+1)); done");

        lines.Select(l => l.Text).ShouldBe(Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i}")));
        lines.Select(l => l.UnixNanoseconds).ShouldBeInOrder();
    }

    [Fact]
    public async Task Tail_ContainerFails_EndsWithItsLastLine()
    {
        var lines = await TailAsync("echo first; sleep 0.2; echo last without end | tr -d '\\n'; exit 3");

        lines.Select(l => l.Text).ShouldBe(["first", "last without end"]);
    }

    private async Task<List<LogLine>> TailAsync(string script)
    {
        using var cluster = new KubeCluster(SandboxContractTests.Options(shared.Sandbox), TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        stop.CancelAfter(TimeSpan.FromSeconds(90));
        var watching = cluster.RunAsync(stop.Token);
        var pod = await cluster.CreateAsync(
            Caller.Portal,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["metadata"] = new JsonObject { ["name"] = _name, ["namespace"] = "team-a" },
                ["spec"] = new JsonObject
                {
                    ["restartPolicy"] = "Never",
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "busybox", ["command"] = new JsonArray("sh", "-c", script) }),
                },
            },
            dryRun: false,
            stop.Token);

        var lines = new List<LogLine>();
        await foreach (var batch in cluster.TailAsync(new ContainerRef("team-a", _name, (string)pod["metadata"]!["uid"]!, "main"), null, stop.Token))
        {
            lines.AddRange(batch);
        }

        await stop.CancelAsync();
        await watching;
        return lines;
    }
}
