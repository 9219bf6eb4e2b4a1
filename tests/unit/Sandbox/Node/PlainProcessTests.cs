using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>A machine without bubblewrap.</summary>
public sealed class PlainProcessTests : NodeTest
{
    internal override Task<TestNode> StartAsync() => TestNode.StartAsync(Folder, options: o => o with { Isolate = false });

    [Fact]
    public async Task Pod_WithoutVolumes_Runs()
    {
        var pod = await Node.RunAsync(TestNode.Pod("plain", "echo $KUBERNETES_SERVICE_HOST; exit 3"));

        MainStatus(pod).Whole("state", "terminated", "exitCode").ShouldBe(3);
        (await Node.LogAsync(pod)).ShouldBe("127.0.0.1\n");
    }

    [Fact]
    public async Task Pod_WithAMount_SaysWhatIsMissing()
    {
        await Node.CreateAsync(TestNode.Pod("mounted", "true", p =>
        {
            p["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "data", ["emptyDir"] = new JsonObject() });
            FirstContainer(p)["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = "/data" });
        }));

        var pod = await Node.UntilAsync("mounted", p => MainStatus(p).At("state", "waiting", "message") is not null);
        MainStatus(pod).Text("state", "waiting", "message")!.ShouldContain("nothing can be mounted at /data: the sandbox runs without bubblewrap");
    }

    [Fact]
    public async Task Pod_ThatLeavesProcesses_TakesThemWithIt()
    {
        var pod = await Node.RunAsync(TestNode.Pod("parent", "sleep 600 & echo started"));

        // The log is complete only when nobody holds it any more.
        (await Node.LogAsync(pod)).ShouldBe("started\n");
    }
}
