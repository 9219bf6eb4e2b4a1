using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class LimitTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Where the kernel cannot be made to enforce limits, both are the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Memory_OverTheLimit_IsKilled(bool useControlGroups)
    {
        const string Hoard = "import time\nhoard = bytearray(200 * 1024 * 1024)\nfor i in range(0, len(hoard), 4096): hoard[i] = 1\ntime.sleep(60)";
        await using var node = await StartAsync(useControlGroups);

        var pod = await node.RunAsync(Limited("greedy", new JsonArray("/usr/bin/python3", "-c", Hoard), "memory", "64Mi"));

        var terminated = pod.Items("status", "containerStatuses").Single().At("state", "terminated");
        terminated.Text("reason").ShouldBe("OOMKilled");
        terminated.Whole("exitCode").ShouldBe(137);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Memory_WithinTheLimit_IsLeftAlone(bool useControlGroups)
    {
        await using var node = await StartAsync(useControlGroups);

        var pod = await node.RunAsync(Limited("modest", new JsonArray("/usr/bin/python3", "-c", "print(len(bytearray(10 * 1024 * 1024)))"), "memory", "128Mi"));

        pod.Text("status", "phase").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Cpu_WithALimit_Runs()
    {
        await using var node = await StartAsync(useControlGroups: true);

        (await node.RunAsync(Limited("slow", new JsonArray("/bin/true"), "cpu", "100m"))).Text("status", "phase").ShouldBe("Succeeded");
    }

    private Task<TestNode> StartAsync(bool useControlGroups) => TestNode.StartAsync(_folder.Path, options: o => o with { UseControlGroups = useControlGroups });

    private static JsonObject Limited(string name, JsonArray command, string resource, string limit) => TestNode.Pod(name, "", p =>
    {
        var container = p.Items("spec", "containers").First();
        container["command"] = command;
        container["resources"] = new JsonObject { ["limits"] = new JsonObject { [resource] = limit } };
    });
}
