using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Workspaces;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.History.Recording;

[SupportedOSPlatform("linux")]
public sealed class RunRecorderTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeCluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Record_RunMadeWithKubectl_IsRecordedWithManifestAndDefinition()
    {
        await using var host = await StartAsync();
        var uid = await CreateAsync("by-hand");

        var run = await host.RecordedAsync(uid, r => r.Definition is not null);

        (run.Job, run.SubmittedBy, run.State).ShouldBe(("by-hand", "", JobState.Waiting));
        run.Definition!.MainFile.ShouldBe("local:///opt/pi.py");
        JsonNode.Parse(run.ManifestJson)!["metadata"]!["uid"]!.GetValue<string>().ShouldBe(uid);
    }

    [Fact]
    public async Task Record_NamespaceThatIsNoWorkspace_IsRecordedOnceItIsOne()
    {
        await using var host = await StartAsync();
        var uid = await CreateAsync("early", "late-team");
        (await host.Jobs.FindAsync(Some.Ann, "late-team", "early", Ct)).ShouldBeNull();

        _cluster.AddWorkspace("late-team");

        (await host.RecordedAsync(uid, _ => true)).Workspace.ShouldBe("late-team");
    }

    [Fact]
    public async Task Record_FailedRun_GetsItsCauseFromTheLog()
    {
        await using var host = await StartAsync();
        var uid = await CreateAsync("bad");
        var pod = Pod("bad").Running();
        _cluster.SetStatus("team-a", "bad", Some.Status("RUNNING"));
        _cluster.Pods.Set(pod);
        _cluster.Log(pod.Uid).Write("Traceback (most recent call last):", "  File \"/opt/portal/job/main.py\", line 3, in <module>", "    boom()", "ValueError: boom");
        _cluster.Pods.Set(Pod("bad").Ended(1));
        _cluster.SetStatus("team-a", "bad", Some.Status("FAILED", ended: Future(9)));
        _cluster.Log(pod.Uid).End();

        var run = await host.RecordedAsync(uid, r => r.Cause is not null);

        (run.State, run.ExitCode, run.Cause!.Code).ShouldBe((JobState.Failed, 1, "PythonError"));
        run.Summary.ShouldBe("The script failed at line 3 of main.py with ValueError: boom.");
        run.Cause.Evidence[^1].LogLine.ShouldBe(3);
        run.Attempts.ShouldHaveSingleItem().Cause.ShouldBe(run.Summary);
        (await host.Jobs.FindAsync(Some.Ann, "team-a", "bad", Ct))!.Summary.ShouldBe(run.Summary);
    }

    [Theory]
    [InlineData(null, JobState.Unknown)]
    [InlineData("ann", JobState.Cancelled)]
    public async Task Record_ObjectGoneWhileAway_IsFoundAtTheNextStart(string? cancelledBy, JobState state)
    {
        string uid;
        await using (var host = await StartAsync())
        {
            uid = await CreateAsync($"gone-{state}".ToLowerInvariant());
            await host.RecordedAsync(uid, r => r.ManifestJson != "{}");
            if (cancelledBy is not null)
            {
                await database.Writer.RequestCancelAsync("test", uid, cancelledBy, Some.Noon, Ct);
            }
        }

        _cluster.Remove(ResourceKind.SparkApplication, "team-a", $"gone-{state}".ToLowerInvariant());
        await using var again = await StartAsync();

        var run = await again.RecordedAsync(uid, r => !r.ObjectExists);
        (run.State, run.CancelledBy).ShouldBe((state, cancelledBy));
        run.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Record_WatchLost_CatchesUpByRelisting()
    {
        await using var host = await StartAsync();
        var kept = await CreateAsync("kept");
        var lost = await CreateAsync("lost");
        await host.RecordedAsync(lost, _ => true);
        _cluster.Applications.Hold();
        _cluster.SetStatus("team-a", "kept", Some.Status("COMPLETED", ended: Future(5)));
        _cluster.Remove(ResourceKind.SparkApplication, "team-a", "lost");
        var missed = await CreateAsync("missed");

        _cluster.Applications.Release();

        (await host.RecordedAsync(kept, r => r.Ended)).State.ShouldBe(JobState.Succeeded);
        (await host.RecordedAsync(lost, r => r.Ended)).State.ShouldBe(JobState.Unknown);
        await host.RecordedAsync(missed, _ => true);
    }

    [Fact]
    public async Task Record_TwoPortals_OneTakesOverFromTheOther()
    {
        using var other = new TempFolder();
        var first = await StartAsync();
        await using var second = await CoreHost.StartAsync(_cluster, database.ConnectionString, other.Path);
        var uid = await CreateAsync("handed-over");
        await first.RecordedAsync(uid, _ => true);
        await first.DisposeAsync();

        _cluster.SetStatus("team-a", "handed-over", Some.Status("COMPLETED", ended: Future(5)));

        (await second.RecordedAsync(uid, r => r.Ended)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Watch_ObjectChanges_IsTold()
    {
        await using var host = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var changes = host.Jobs.WatchAsync("team-a", stop.Token).GetAsyncEnumerator(stop.Token);
        var uid = await CreateAsync("watched");

        (await changes.MoveNextAsync()).ShouldBeTrue();
        changes.Current.ShouldContain(uid);
        (await host.Jobs.FindAsync(Some.Ann, "team-a", "watched", Ct)).ShouldNotBeNull();
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Record_AnyInterleavingWithRestarts_EndsInTheSameRows()
    {
        var random = new Random(11);
        for (var round = 0; round < 6; round++)
        {
            var clean = $"clean-{round}";
            var torn = $"torn-{round}";
            var host = await StartAsync();
            var uids = new[] { await CreateAsync(clean), await CreateAsync(torn) };
            foreach (var change in Story(clean))
            {
                change();
                await host.Jobs.FindAsync(Some.Ann, "team-a", clean, Ct);
            }

            // Changes of application and pods keep their own order and are shuffled into each other, with restarts between.
            var queues = new[] { new Queue<Action>(Story(torn).Take(4)), new Queue<Action>(Story(torn).Skip(4)) };
            while (queues.Any(q => q.Count > 0))
            {
                if (random.Next(4) == 0)
                {
                    await host.DisposeAsync();
                    host = await StartAsync();
                }

                var queue = queues[random.Next(queues.Length)];
                if (queue.TryDequeue(out var change))
                {
                    change();
                }
            }

            var runs = new List<JobRun>();
            foreach (var uid in uids)
            {
                runs.Add(await host.RecordedAsync(uid, r => r.Ended && r.Definition is not null && r.Steps.Count(s => s.Kind.EndsWith("-ended", StringComparison.Ordinal)) == 2));
            }

            await host.DisposeAsync();
            Facts(runs[1], torn).ShouldBe(Facts(runs[0], clean), $"round {round}");
        }
    }

    [Fact]
    public async Task Record_ExecutorDeletedBeforeTheEnd_IsStillAmongThePods()
    {
        await using var host = await StartAsync();
        var uid = await CreateAsync("pods");
        var executor = Pod("pods", "executor");
        _cluster.SetStatus("team-a", "pods", Some.Status("RUNNING"));
        _cluster.Pods.Set(Pod("pods").Running());
        _cluster.Pods.Set(executor.Running());
        await host.RecordedAsync(uid, r => r.Pods.Count == 2);
        _cluster.Pods.Set(executor.Ended());
        _cluster.Pods.Remove("team-a", executor.Key.Name);
        _cluster.SetStatus("team-a", "pods", Some.Status("COMPLETED", ended: Future(9)));

        var run = await host.RecordedAsync(uid, r => r.Ended && r.Pods.Any(p => p.Phase == "Succeeded"));

        var pod = run.Pods.Single(p => p.Role == "executor");
        (pod.Name, pod.Node, pod.ExitCode, pod.Reason).ShouldBe((executor.Key.Name, "node-1", 0, "Completed"));
        (await host.Jobs.FindAsync(Some.Ann, "team-a", "pods", Ct))!.Pods.ShouldBe(run.Pods);
        (await host.Jobs.ListAsync(Some.Ann, new RunQuery { Workspace = "team-a" }, Ct)).Runs.ShouldAllBe(r => r.Pods.Count == 0);
    }

    [Fact]
    public async Task Record_PostgresRestarted_LosesNothing()
    {
        using var folder = new TempFolder();
        await using var postgres = PostgresFixture.Create(folder.Path);
        await postgres.StartAsync(Ct);
        var connection = postgres.ConnectionString;
        _cluster.AddWorkspace("team-a");
        await using var host = await CoreHost.StartAsync(_cluster, connection, _folder.Path);
        var before = await CreateAsync("before");
        await host.RecordedAsync(before, _ => true);

        await postgres.StopAsync(Ct);
        var (during, created) = await host.Jobs.SubmitAsync(Some.Ann, "team-a", Some.Job(), null, "key", null, Ct);
        created.ShouldBeTrue();
        _cluster.SetStatus("team-a", "before", Some.Status("COMPLETED", ended: Future(5)));
        await Eventually.GetAsync(() => host.Jobs.FindAsync(Some.Ann, "team-a", during.Name, Ct), r => r.Uid == during.Uid);
        (await Eventually.GetAsync(() => host.Jobs.FindAsync(Some.Ann, "team-a", "before", Ct), r => r.Ended)).State.ShouldBe(JobState.Succeeded);
        await Should.ThrowAsync<Portal.Core.Storage.StorageUnavailableException>(() => host.Jobs.ListAsync(Some.Ann, new RunQuery { Workspace = "team-a" }, Ct));
        var cancelled = await host.Jobs.CancelAsync(Some.Bob, "team-a", during.Name, Ct);
        cancelled.CancelledBy.ShouldBe("bob");
        await postgres.StartAsync(Ct);

        (await host.RecordedAsync(before, r => r.Ended)).State.ShouldBe(JobState.Succeeded);
        var late = await host.RecordedAsync(during.Uid, r => r.Ended);
        (late.State, late.CancelledBy, late.SubmittedBy).ShouldBe((JobState.Cancelled, "bob", "ann"));
    }

    private static object[] Facts(JobRun run, string name) =>
    [
        run.State, run.Summary, run.StartedAt! , run.EndedAt!, run.ExitCode!, run.ObjectExists, run.Definition!.MainFile,
        string.Join('\n', run.Attempts.Select(a => a with { DriverPodUid = null })),
        // States without a time of their own are seen or not; everything else is in the objects.
        string.Join('\n', run.Steps.Where(s => s.Kind is not ("RUNNING" or "SUCCEEDING" or "submitted")).Select(s => s.ToString().Replace(name, "x", StringComparison.Ordinal))),
    ];

    private List<Action> Story(string name)
    {
        var executor = Pod(name, "executor");
        return
        [
            () => _cluster.SetStatus("team-a", name, Some.Status("SUBMITTED")),
            () => _cluster.SetStatus("team-a", name, Some.Status("RUNNING")),
            () => _cluster.SetStatus("team-a", name, Some.Status("SUCCEEDING", ended: Future(9))),
            () => _cluster.SetStatus("team-a", name, Some.Status("COMPLETED", ended: Future(9))),
            () => _cluster.Pods.Set(Pod(name)),
            () => _cluster.Pods.Set(Pod(name).Running(Future(2))),
            () => _cluster.Pods.Set(executor.Running(Future(3))),
            () => _cluster.Pods.Set(executor.Ended(finishedAt: Future(8), startedAt: Future(3))),
            () => _cluster.Pods.Set(Pod(name).Ended(finishedAt: Future(9), startedAt: Future(2))),
        ];
    }

    // Later than any application that a test creates.
    private static DateTimeOffset Future(int seconds) => new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    private static PodView Pod(string app, string role = "driver") => Some.Pod(app, role, uid: $"{app}-{role}") with { CreatedAt = Future(0) };

    private Task<CoreHost> StartAsync()
    {
        if (_cluster.Namespaces.Find("", "team-a") is null)
        {
            _cluster.AddWorkspace("team-a");
        }

        return CoreHost.StartAsync(_cluster, database.ConnectionString, _folder.Path);
    }

    private async Task<string> CreateAsync(string name, string ns = "team-a")
    {
        var manifest = SparkJobManifest.Application(ns, new SparkJob { Name = name, MainFile = "local:///opt/pi.py" }, name, new JobOptions(), null);
        ((JsonObject)manifest["metadata"]!["labels"]!).Remove(PortalLabels.Job);
        return (string)(await _cluster.CreateAsync(Caller.Portal, manifest, dryRun: false, Ct))["metadata"]!["uid"]!;
    }
}
