using System.Collections.Concurrent;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube;
using Portal.Kube.Logs;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Logs;

public sealed class PodLogTailTests : IAsyncLifetime
{
    private const long Start = 1_795_256_297 * LogStamp.NanosecondsPerSecond;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentQueue<LogLine> _read = new();
    private FakeApi _api = null!;
    private KubeCluster _cluster = null!;
    private Task _watching = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync();
        _cluster = _api.Cluster(new AcceleratedTime(20));
        _watching = _cluster.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _cluster.Dispose();
        await _api.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Tail_FromBeforeTheStartToTheEnd_GivesEveryLine()
    {
        var log = new FakeContainerLog(_api);
        var reading = ReadAsync(log);
        log.Start();
        log.Write(Line(0, "one"));
        await Eventually.ShouldBe(() => _read.Count == 1, "a line is given while the container runs");
        log.Write(Line(1, "two"), Line(1, "two"), Line(2, "three"));
        await Eventually.ShouldBe(() => _read.Count == 4, "the next lines are given");
        log.End();
        log.Report("Succeeded");

        await DoneAsync(reading);
        _read.Select(l => l.Text).ShouldBe(["one", "two", "two", "three"]);
        _read.First().UnixNanoseconds.ShouldBe(Start);
    }

    [Fact]
    public async Task Tail_ContainerEndedLongAgo_EndsWithItsLines()
    {
        var log = new FakeContainerLog(_api);
        log.Start();
        log.Write(Line(0, "a"), Line(1, "b"));
        log.End();
        log.Report("Failed");

        await DoneAsync(ReadAsync(log, after: Line(0, "a")));

        _read.Select(l => l.Text).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Tail_PodIsGone_Ends()
    {
        var log = new FakeContainerLog(_api);
        _api.Store.Remove(ResourceKind.Pod, "team-a", "driver");

        await DoneAsync(ReadAsync(log));

        _read.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tail_AnotherPodHasTheName_ReadsNothingOfIt()
    {
        var log = new FakeContainerLog(_api);
        log.Start();
        log.Write(Line(0, "of the other"));

        await DoneAsync(ReadAsync(log, container: log.Container with { PodUid = "an-earlier-one" }));

        _read.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tail_ContainerIsRestarted_GoesOnWithTheNextInstance()
    {
        var log = new FakeContainerLog(_api, restartPolicy: "Always");
        log.Start();
        log.Write(Line(0, "first life"));
        var reading = ReadAsync(log);
        await Eventually.ShouldBe(() => _read.Count == 1, "the first instance is read");

        // The connection breaks, and while it does the container writes its last words and is restarted.
        _api.Faults = r => r.Path.Value!.EndsWith("/log", StringComparison.Ordinal) ? new Fault { Status = 500 } : Fault.None;
        log.Write(Line(1, "last words"));
        log.End();
        log.Start();
        log.Write(Line(2, "second life"));
        _api.Faults = _ => Fault.None;
        await Eventually.ShouldBe(() => _read.Any(l => l.Text == "second life"), "the second instance is read");
        log.End();
        log.Report("Succeeded");

        await DoneAsync(reading);
        _read.Select(l => l.Text).ShouldBe(["first life", "last words", "second life"]);
    }

    [Fact]
    public async Task Tail_NodeThrewLinesAway_SaysSo()
    {
        var log = new FakeContainerLog(_api);
        log.Start();
        log.Write(Line(0, "a"), Line(1, "b"), Line(2, "c"));
        log.Rotate(2);
        log.End();
        log.Report("Succeeded");

        await DoneAsync(ReadAsync(log, after: Line(0, "a")));

        _read.Count.ShouldBe(2);
        _read.First().Text.ShouldStartWith(LogMarkers.Gap);
        _read.Last().Text.ShouldBe("c");
    }

    [Fact]
    public async Task Tail_LogIsForbidden_IsAnError()
    {
        var log = new FakeContainerLog(_api);
        log.Start();
        _api.Faults = r => r.Path.Value!.EndsWith("/log", StringComparison.Ordinal) ? new Fault { Status = 403 } : Fault.None;

        (await Should.ThrowAsync<ClusterException>(() => ReadAsync(log))).Kind.ShouldBe(ClusterErrorKind.Forbidden);
    }

    /// <summary>Whatever breaks, and however often, every line comes once and in order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Tail_RandomLinesAndFaults_GivesEachLineOnce(int seed)
    {
        var random = new Random(seed);
        var faults = new Random(seed * 17);
        var log = new FakeContainerLog(_api);
        _api.Faults = r =>
        {
            lock (faults)
            {
                return faults.Next(8) switch
                {
                    0 => new Fault { Status = 500 },
                    1 or 2 or 3 => new Fault { CutAfter = faults.Next(400) },
                    4 when log.IsRunning && r.Path.Value!.EndsWith("/log", StringComparison.Ordinal) => new Fault { EndAfter = faults.Next(400) },
                    5 => new Fault { Status = 503 },
                    _ => Fault.None,
                };
            }
        };
        var reading = ReadAsync(log);
        log.Start();
        var written = new List<LogLine>();
        var time = Start;
        for (var i = 0; i < 150; i++)
        {
            time += random.Next(3) switch { 0 => 0, 1 => random.Next(1, 1000), _ => random.NextInt64(LogStamp.NanosecondsPerSecond / 2) };
            var line = new LogLine(time, $"line {random.Next(4)} {new string('z', random.Next(40))}");
            written.Add(line);
            log.Write(line);
            if (random.Next(3) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5)), TimeProvider.System, _stop.Token);
            }
        }

        log.End();
        log.Report("Succeeded");
        _api.Faults = _ => Fault.None;

        await DoneAsync(reading);
        _read.ToList().ShouldBe(written, $"seed {seed}");
    }

    private static LogLine Line(int second, string text) => new(Start + (second * LogStamp.NanosecondsPerSecond), text);

    private async Task ReadAsync(FakeContainerLog log, LogLine? after = null, ContainerRef? container = null)
    {
        await foreach (var lines in _cluster.TailAsync(container ?? log.Container, after, _stop.Token))
        {
            foreach (var line in lines)
            {
                _read.Enqueue(line);
            }
        }
    }

    private Task DoneAsync(Task reading) => reading.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, _stop.Token);
}
