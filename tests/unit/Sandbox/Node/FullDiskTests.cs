using System.Diagnostics;
using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>A disk of 1 MiB, which only root can make.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "none", _folder.Path) == 0, "No disk can be mounted here.");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", _folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task Log_OnAFullDisk_LosesLinesAndNothingElse()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);

        var pod = await node.RunAsync(TestNode.Pod("talks", "seq 1 100000; exit 3"));

        pod.Items("status", "containerStatuses").Single().Whole("state", "terminated", "exitCode").ShouldBe(3);
        (await node.LogAsync(pod)).ShouldStartWith("1\n2\n3\n");
        await node.Objects.DeleteAsync(Portal.Sandbox.Store.ResourceTypes.Pods, "team-a", "talks", uid: null, graceSeconds: null, TestContext.Current.CancellationToken);
        await node.UntilGoneAsync("talks");
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
