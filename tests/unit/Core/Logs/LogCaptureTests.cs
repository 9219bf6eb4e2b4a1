using System.Diagnostics;
using System.Runtime.Versioning;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.Logs;

[SupportedOSPlatform("linux")]
public sealed class LogCaptureTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeCluster _cluster = new();
    private readonly string _uid = Guid.NewGuid().ToString();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LogId Id => new("test", _uid, "pi-driver", "pod-1", "spark-kubernetes-driver");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Capture_Lines_ReachAReaderAtOnce()
    {
        await using var host = await StartAsync();
        var log = _cluster.Log("pod-1");
        _cluster.Pods.Set(Some.Pod().Running());
        log.Write("first");
        await LinesAsync(host, 1);
        var slowest = TimeSpan.Zero;
        for (var i = 1; i <= 50; i++)
        {
            var waiting = host.Logs.WaitForMoreAsync(Id, i, LogState.Streaming, Ct);
            var watch = Stopwatch.StartNew();
            log.Write($"line {i}");
            await waiting.WaitAsync(TimeSpan.FromSeconds(10), Ct);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        TestContext.Current.SendDiagnosticMessage("slowest line: {0}", slowest);
        (await host.Logs.ReadAsync(Id, 50, 9, Ct)).Lines.ShouldHaveSingleItem().Text.ShouldBe("line 50");
    }

    [Fact]
    public async Task Capture_ContainerEnds_LogIsEndedAndStaysWithoutThePod()
    {
        await using (var host = await StartAsync())
        {
            _cluster.Log("pod-1").Write("a", "b");
            _cluster.Pods.Set(Some.Pod().Ended());
            _cluster.Log("pod-1").End();
            await host.Logs.WaitForMoreAsync(await AppearedAsync(host), 2, LogState.Streaming, Ct);
            await Eventually.BeAsync(() => host.Logs.List("test", _uid)[0].State == LogState.Ended);
        }

        _cluster.Pods.Remove("team-a", "pi-driver");
        await using var again = await StartAsync();
        var info = again.Logs.List("test", _uid).ShouldHaveSingleItem();
        (info.Role, info.Lines, info.State).ShouldBe(("driver", 2, LogState.Ended));
        (await again.Logs.ReadAsync(Id, 0, 9, Ct)).Lines.Select(l => l.Text).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Capture_PortalRestarted_GoesOnWithoutGapOrRepeat()
    {
        var log = _cluster.Log("pod-1");
        _cluster.Pods.Set(Some.Pod().Running());
        for (var round = 0; round < 3; round++)
        {
            await using var host = await StartAsync();
            log.Write($"{round} a", $"{round} b");
            await LinesAsync(host, (round * 2) + 2);
        }

        log.Write("while away");
        log.End();
        await using var last = await StartAsync();
        await LinesAsync(last, 7);
        (await last.Logs.ReadAsync(Id, 0, 99, Ct)).Lines.Select(l => l.Text).ShouldBe(["0 a", "0 b", "1 a", "1 b", "2 a", "2 b", "while away"]);
    }

    [Fact]
    public async Task Capture_ApiBreaks_SaysSoAndResumes()
    {
        await using var host = await StartAsync();
        var log = _cluster.Log("pod-1");
        log.Write("a");
        _cluster.Pods.Set(Some.Pod().Running());
        await LinesAsync(host, 1);

        _cluster.Refuse = r => r.Verb == "tail" ? new ClusterException(ClusterErrorKind.Unreachable, "refused") : null;
        log.Break(new ClusterException(ClusterErrorKind.Unreachable, "reset"));
        await host.Logs.WaitForMoreAsync(Id, 1, LogState.Streaming, Ct);
        await Eventually.BeAsync(() => host.Logs.List("test", _uid)[0].State == LogState.Reconnecting);
        log.Write("b");
        _cluster.Refuse = _ => null;

        await LinesAsync(host, 2);
        host.Logs.List("test", _uid)[0].State.ShouldBe(LogState.Streaming);
    }

    [Fact]
    public async Task Capture_PodGoneWhileAway_EndsTheLog()
    {
        _cluster.Pods.Set(Some.Pod().Running());
        _cluster.Log("pod-1").Write("a");
        await using (var host = await StartAsync())
        {
            await LinesAsync(host, 1);
        }

        _cluster.Pods.Remove("team-a", "pi-driver");
        _cluster.Refuse = r => r.Verb == "tail" ? new ClusterException(ClusterErrorKind.NotFound, "gone") { StatusCode = 404 } : null;
        await using var again = await StartAsync();

        await Eventually.BeAsync(() => again.Logs.List("test", _uid) is [{ State: LogState.Ended, Lines: 1 }]);
    }

    [Fact]
    public async Task Capture_MoreContainersThanAllowed_WaitTheirTurnDriversFirst()
    {
        await using var host = await StartAsync(new LogCaptureOptions { MaxConcurrent = 1 });
        _cluster.Log("pod-1").Write("driver");
        _cluster.Pods.Set(Some.Pod().Running());
        await LinesAsync(host, 1);
        for (var i = 1; i <= 2; i++)
        {
            _cluster.Log($"exec-{i}", "spark-kubernetes-executor").Write("executor");
            _cluster.Log($"exec-{i}", "spark-kubernetes-executor").End();
            _cluster.Pods.Set(Some.Pod(role: "executor", uid: $"exec-{i}", name: $"pi-exec-{i}").Running());
        }

        await Eventually.BeAsync(() => host.Get<LogCapture>().Waiting == 2);
        _cluster.Log("pod-1").End();

        await Eventually.BeAsync(() => host.Logs.List("test", _uid).Count(l => l is { State: LogState.Ended, Lines: 1 }) == 3);
        host.Logs.List("test", _uid).Select(l => l.Id.Pod).ShouldBe(["pi-driver", "pi-exec-1", "pi-exec-2"]);
    }

    [Theory]
    [InlineData("..", "pod-1", "c")]
    [InlineData("../../etc", "pod-1", "c")]
    [InlineData("run", "..", "c")]
    [InlineData("run", "pod", "../x")]
    [InlineData("run", "pod", "")]
    public async Task ReadAsync_NameThatIsNone_IsNotFound(string run, string pod, string container)
    {
        using var store = new LogStore(_folder.Path);

        await Should.ThrowAsync<FileNotFoundException>(async () => await store.ReadAsync(new("test", run, "p", pod, container), 0, 1, Ct));
        store.List("test", run).ShouldBeEmpty();
    }

    [Fact]
    public void LogStore_FolderInUse_IsRefused()
    {
        using var store = new LogStore(_folder.Path);

        Should.Throw<IOException>(() => new LogStore(_folder.Path)).Message.ShouldContain("in use by another portal");
    }

    private Task<CoreHost> StartAsync(LogCaptureOptions? options = null)
    {
        _cluster.AddWorkspace("team-a");
        _cluster.Applications.Set(Some.App(uid: _uid));
        return CoreHost.StartAsync(_cluster, database.ConnectionString, _folder.Path, options);
    }

    private Task LinesAsync(CoreHost host, int lines) => Eventually.BeAsync(() => host.Logs.List("test", _uid) is [var info] && info.Lines >= lines);

    private async Task<LogId> AppearedAsync(CoreHost host)
    {
        await Eventually.BeAsync(() => host.Logs.List("test", _uid).Count == 1);
        return Id;
    }
}
