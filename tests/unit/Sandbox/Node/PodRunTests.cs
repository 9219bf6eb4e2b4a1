using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class PodRunTests : NodeTest
{
    [Fact]
    public async Task Pod_ThatSucceeds_HasStatusLogAndEvents()
    {
        var pod = await Node.RunAsync(TestNode.Pod("hello", "echo out; echo err >&2"));

        pod.Text("status", "phase").ShouldBe("Succeeded");
        var terminated = MainStatus(pod).At("state", "terminated");
        terminated.Whole("exitCode").ShouldBe(0);
        terminated.Text("reason").ShouldBe("Completed");
        pod.Items("status", "conditions").Single(c => c.Text("type") == "Ready").Text("reason").ShouldBe("PodCompleted");
        (await Node.LogAsync(pod)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["err", "out"]);
        (await Node.EventAsync("Started")).Text("involvedObject", "name").ShouldBe("hello");
    }

    [Fact]
    public async Task Pod_ThatSucceeds_IsNotRunAgainForRestartingOnFailure()
    {
        var pod = await Node.RunAsync(TestNode.Pod("once", "true", p => p["spec"]!["restartPolicy"] = "OnFailure"));

        pod.Text("status", "phase").ShouldBe("Succeeded");
        MainStatus(pod).Whole("restartCount").ShouldBe(0);
    }

    [Fact]
    public async Task Pod_ThatRuns_IsReady()
    {
        var pod = await Node.RunningAsync(TestNode.Pod("runs", "sleep 60"));

        pod.Items("status", "conditions").Where(c => c.Text("status") == "True").Select(c => c.Text("type")).Order()
            .ShouldBe(["ContainersReady", "Initialized", "PodReadyToStartContainers", "Ready"]);
        MainStatus(pod).Flag("ready").ShouldBe(true);
        MainStatus(pod).Text("state", "running", "startedAt").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("kill -9 $$$$", 137)]
    [InlineData("kill -15 $$$$", 143)]
    public async Task Pod_ThatFails_HasExitCode(string script, int code)
    {
        var pod = await Node.RunAsync(TestNode.Pod("fails", script));

        pod.Text("status", "phase").ShouldBe("Failed");
        MainStatus(pod).Whole("state", "terminated", "exitCode").ShouldBe(code);
        MainStatus(pod).Text("state", "terminated", "reason").ShouldBe("Error");
    }

    [Fact]
    public async Task Pod_WithUnknownImage_StaysPendingAndSaysWhatToDo()
    {
        await Node.CreateAsync(TestNode.Pod("nothing", "true", p => FirstContainer(p)["image"] = "nosuch:1"));

        var failing = await Node.UntilAsync("nothing", p => MainStatus(p).Text("state", "waiting", "reason") == "ErrImagePull");
        MainStatus(failing).Text("state", "waiting", "message").ShouldBe("\"nosuch:1\" stands for nothing here. Use shell.");
        await Node.EventAsync("Failed", "Failed to pull image \"nosuch:1\": \"nosuch:1\" stands for nothing here. Use shell.");
        failing.Text("status", "phase").ShouldBe("Pending");
    }

    [Fact]
    public async Task Pod_WithUnknownProgram_SaysSo()
    {
        var pod = await Node.RunAsync(TestNode.Pod("nosuch", "", p => FirstContainer(p)["command"] = new JsonArray("no-such-program")));

        MainStatus(pod).Text("state", "terminated", "reason").ShouldBe("StartError");
        MainStatus(pod).Whole("state", "terminated", "exitCode").ShouldBe(128);
        MainStatus(pod).Text("state", "terminated", "message").ShouldBe("exec: \"no-such-program\": executable file not found in $PATH");
    }

    [Fact]
    public async Task Pod_OverItsDeadline_Fails()
    {
        var pod = await Node.RunAsync(TestNode.Pod("slow", "sleep 60", p => p["spec"]!["activeDeadlineSeconds"] = 1));

        pod.Text("status", "reason").ShouldBe("DeadlineExceeded");
        MainStatus(pod).Whole("state", "terminated", "exitCode").ShouldBe(143);
    }

    [Fact]
    public async Task InitContainers_RunInOrderBeforeTheOthers()
    {
        JsonObject Step(string name, string script) => new()
        {
            ["name"] = name,
            ["image"] = "shell",
            ["command"] = new JsonArray("/bin/sh", "-c", script),
            ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "shared", ["mountPath"] = "/shared" }),
        };
        var pod = await Node.RunAsync(TestNode.Pod("steps", "", p =>
        {
            p["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "shared", ["emptyDir"] = new JsonObject() });
            p["spec"]!["initContainers"] = new JsonArray(Step("one", "echo 1 >> /shared/all"), Step("two", "echo 2 >> /shared/all"));
            p["spec"]!["containers"] = new JsonArray(Step("main", "cat /shared/all"));
        }));

        (await Node.LogAsync(pod)).ShouldBe("1\n2\n");
        pod.Items("status", "initContainerStatuses").Select(s => s.Text("state", "terminated", "reason")).ShouldBe(["Completed", "Completed"]);
    }

    [Fact]
    public async Task InitContainer_ThatFails_FailsThePod()
    {
        var pod = await Node.RunAsync(TestNode.Pod("init-fails", "echo never", p => p["spec"]!["initContainers"] = new JsonArray(
            new JsonObject { ["name"] = "init", ["image"] = "shell", ["command"] = new JsonArray("/bin/false") })));

        pod.Text("status", "phase").ShouldBe("Failed");
        MainStatus(pod).Text("state", "waiting", "reason").ShouldBe("PodInitializing");
    }

    [Fact]
    public async Task Sidecar_EndsWithThePod()
    {
        var pod = await Node.RunAsync(TestNode.Pod("sidecar", "echo done", p => p["spec"]!["initContainers"] = new JsonArray(new JsonObject
        {
            ["name"] = "beside",
            ["image"] = "shell",
            ["restartPolicy"] = "Always",
            ["command"] = new JsonArray("/bin/sleep", "1000"),
        })));

        pod.Text("status", "phase").ShouldBe("Succeeded");
        pod.Items("status", "initContainerStatuses").Single().Whole("state", "terminated", "exitCode").ShouldBe(143);
    }

    [Fact]
    public async Task Container_ThatFailsAgain_BacksOff()
    {
        await Node.CreateAsync(TestNode.Pod("crash", "echo run; exit 7", p => p["spec"]!["restartPolicy"] = "Always"));

        var pod = await Node.UntilAsync("crash", p => MainStatus(p).Text("state", "waiting", "reason") == "CrashLoopBackOff");
        MainStatus(pod).Whole("restartCount").ShouldBe(1);
        MainStatus(pod).Whole("lastState", "terminated", "exitCode").ShouldBe(7);
        pod.Text("status", "phase").ShouldBe("Running");
        await Node.UntilAsync("crash", p => MainStatus(p).Whole("restartCount") >= 2);
        (await Node.EventAsync("BackOff")).Text("type").ShouldBe("Warning");
    }

    [Fact]
    public async Task TerminationMessage_IsReported()
    {
        var pod = await Node.RunAsync(TestNode.Pod("words", "echo -n last words > /dev/termination-log; exit 1"));

        MainStatus(pod).Text("state", "terminated", "message").ShouldBe("last words");
    }

    [Fact]
    public async Task Delete_RunningPod_AsksItToEndFirst()
    {
        var pod = TestNode.Pod("polite", "trap 'echo asked; exit 0' TERM; echo ready; while true; do sleep 0.05; done");
        var created = await Node.RunningAsync(pod);
        await Node.UntilLogAsync(created, "ready");

        await Node.Objects.DeleteAsync(ResourceTypes.Pods, "team-a", "polite", uid: null, graceSeconds: null, Ct);

        var ended = await Node.UntilAsync("polite", p => MainStatus(p).At("state", "terminated") is not null);
        MainStatus(ended).Whole("state", "terminated", "exitCode").ShouldBe(0);
        await Node.UntilGoneAsync("polite");
        await TestNode.UntilAsync(() => !Directory.Exists(Path.Combine(Folder, "node", "pods", created.Uid())));
    }

    [Fact]
    public async Task Delete_PodThatDoesNotEnd_IsKilledAfterItsGracePeriod()
    {
        var created = await Node.RunningAsync(TestNode.Pod("stubborn", "trap '' TERM; echo ready; while true; do sleep 0.05; done"));
        await Node.UntilLogAsync(created, "ready");

        await Node.Objects.DeleteAsync(ResourceTypes.Pods, "team-a", "stubborn", uid: null, graceSeconds: 1, Ct);

        var ended = await Node.UntilAsync("stubborn", p => MainStatus(p).At("state", "terminated") is not null);
        MainStatus(ended).Whole("state", "terminated", "exitCode").ShouldBe(137);
        await Node.UntilGoneAsync("stubborn");
    }

    [Fact]
    public async Task Container_ThatEnds_TakesWhatItStartedWithIt()
    {
        var marker = Sleepers.NewMarker();
        await Node.RunAsync(TestNode.Pod("parent", $"setsid sleep {marker} & exit 0"));

        await TestNode.UntilAsync(() => Sleepers.Count(marker) == 0);
    }

    [Fact]
    public async Task Node_IsRegistered()
    {
        await TestNode.UntilAsync(() => Node.Objects.Get(ResourceTypes.Nodes, "", "sandbox-node").Items("status", "conditions").Any(c => c.Text("status") == "True"));

        var node = Node.Objects.Get(ResourceTypes.Nodes, "", "sandbox-node");
        node.Text("status", "allocatable", "pods").ShouldBe("110");
        node.Text("metadata", "annotations", "sandbox.dataportal.dev/isolation").ShouldBeOneOf("root", "user", "none");
    }
}
