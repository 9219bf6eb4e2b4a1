using System.Diagnostics;
using System.Globalization;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node;
using Portal.Sandbox.Node.Pods;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class NodeRestartTests : NodeTest
{
    [Fact]
    public async Task Restart_WithARunningPod_ReportsItFailed()
    {
        await Node.RunningAsync(TestNode.Pod("lost", "echo said; sleep 600"));
        await Node.UntilLogAsync(Node.Objects.Get(ResourceTypes.Pods, "team-a", "lost")!, "said");

        await RestartAsync();

        var pod = await Node.UntilAsync("lost", p => p.Text("status", "phase") == "Failed");
        MainStatus(pod).Whole("state", "terminated", "exitCode").ShouldBe(137);
        MainStatus(pod).Text("state", "terminated", "reason").ShouldBe("ContainerStatusUnknown");
        MainStatus(pod).Text("state", "terminated", "message")!.ShouldContain("sandbox");
        (await Node.LogAsync(pod)).ShouldBe("said\n");
    }

    [Fact]
    public async Task Restart_WithAPodThatRestarts_RunsItAgain()
    {
        await Node.RunningAsync(TestNode.Pod("back", "sleep 600", p => p["spec"]!["restartPolicy"] = "Always"));

        await RestartAsync();

        var pod = await Node.UntilAsync("back", p => MainStatus(p).Whole("restartCount") == 1 && MainStatus(p).At("state", "running") is not null);
        MainStatus(pod).Whole("lastState", "terminated", "exitCode").ShouldBe(137);
    }

    [Fact]
    public async Task Restart_WithFinishedPods_LeavesThemAlone()
    {
        var before = await Node.RunAsync(TestNode.Pod("done", "exit 4"));

        await RestartAsync();

        await Node.RunAsync(TestNode.Pod("other", "true"));
        var after = Node.Objects.Get(ResourceTypes.Pods, "team-a", "done")!;
        after["status"]!.ToJsonString().ShouldBe(before["status"]!.ToJsonString());
    }

    [Fact]
    public async Task Restart_AfterAPodWasRemovedMeanwhile_RemovesItsFolder()
    {
        var pod = await Node.RunAsync(TestNode.Pod("removed", "true"));
        await StopAsync();
        await Node.Objects.DeleteAsync(ResourceTypes.Pods, "team-a", "removed", uid: null, graceSeconds: 0, Ct);

        await RestartAsync();

        await TestNode.UntilAsync(() => !Directory.Exists(Path.Combine(Folder, "node", "pods", pod.Uid())));
    }

    [Fact]
    public async Task Stop_WithRunningPods_EndsTheirProcesses()
    {
        var marker = Sleepers.NewMarker();
        await Node.RunningAsync(TestNode.Pod("runs", $"sleep {marker}"));
        await TestNode.UntilAsync(() => Sleepers.Count(marker) == 1);

        await StopAsync();

        await TestNode.UntilAsync(() => Sleepers.Count(marker) == 0);
        await RestartAsync();
    }

    [Fact]
    public void Pod_WhoseRunWasStartedButNotReported_IsOverAndDoesNotRunTwice()
    {
        var pod = TestNode.Pod("unsaid", "true");
        pod["spec"]!["restartPolicy"] = "Never";

        var units = new PodUnits(pod, new NodeOptions { Folder = Folder }, DateTimeOffset.UnixEpoch, (_, run) => run == 0);

        units.Phase().ShouldBe("Failed");
        units.Main.Single().Terminated.Text("reason").ShouldBe("ContainerStatusUnknown");
    }

    [Fact]
    public void Sweep_ProcessOfAnEarlierSandbox_KillsIt()
    {
        using var left = Process.Start("/bin/sleep", "600");
        LeftoverProcess.Record(Folder, left.Id, instance: 0);

        LeftoverProcess.Sweep(Folder);

        left.WaitForExit(TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sweep_NumberThatBelongsToAnotherProcessNow_LeavesItAlone()
    {
        using var stranger = Process.Start("/bin/sleep", "600");
        LeftoverProcess.Record(Folder, stranger.Id, instance: 0);
        var file = Path.Combine(Folder, "process");
        var fields = (await File.ReadAllTextAsync(file, Ct)).Split(' ');
        await File.WriteAllTextAsync(file, $"{fields[0]} {long.Parse(fields[1], CultureInfo.InvariantCulture) - 1} {fields[2]} {fields[3]}", Ct);

        LeftoverProcess.Sweep(Folder);

        stranger.WaitForExit(TimeSpan.FromMilliseconds(200)).ShouldBeFalse();
        stranger.Kill();
    }
}
