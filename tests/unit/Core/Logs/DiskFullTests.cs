using System.Diagnostics;
using System.Runtime.Versioning;
using Portal.Core.Logs;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.Logs;

[SupportedOSPlatform("linux")]
public sealed class DiskFullTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capture_DiskFull_PausesAndGoesOnWithoutLoss()
    {
        var folder = Directory.CreateTempSubdirectory("portal-full-").FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder) == 0, "a small file system cannot be mounted here");
        try
        {
            var cluster = new FakeCluster();
            cluster.AddWorkspace("team-a");
            cluster.Applications.Set(Some.App());
            await using var host = await CoreHost.StartAsync(cluster, database.ConnectionString, folder);
            var ballast = Path.Combine(folder, "ballast");
            var log = cluster.Log("pod-1");
            log.Write("first");
            cluster.Pods.Set(Some.Pod().Running());
            await Eventually.BeAsync(() => Lines(host) == 1);
            Fill(ballast);

            string[] lines = [.. Enumerable.Range(0, 100).Select(i => $"{i} {new string('x', 1_000)}")];
            log.Write(lines);
            await Eventually.BeAsync(() => host.Logs.List("test", "app-1")[0].State == LogState.Paused);
            Lines(host).ShouldBe(1);
            File.Delete(ballast);

            await Eventually.BeAsync(() => Lines(host) == 101);
            var window = await host.Logs.ReadAsync(host.Logs.List("test", "app-1")[0].Id, 0, 500, Ct);
            window.Lines.Select(l => l.Text).ShouldBe([.. lines.Prepend("first")]);
            window.State.ShouldBe(LogState.Streaming);
        }
        finally
        {
            await RunAsync("umount", folder);
            Directory.Delete(folder);
        }
    }

    private static long Lines(CoreHost host) => host.Logs.List("test", "app-1") is [var info] ? info.Lines : 0;

    private static void Fill(string file)
    {
        using var stream = File.OpenWrite(file);
        try
        {
            while (true)
            {
                stream.Write(new byte[4096]);
                stream.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
