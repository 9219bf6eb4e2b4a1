using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.History;
using Portal.Core.History.Live;
using Portal.Core.Jobs;
using Portal.Core.Workspaces;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.History;

/// <summary>Every order of the list, over recorded runs and runs that only the cluster shows so far, page by page.</summary>
[SupportedOSPlatform("linux")]
public sealed class RunOrderTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const int Runs = 24;
    private static readonly DateTimeOffset Now = Some.Noon.AddDays(1);

    // Two of them stand the other way round in UTF-16, and one is more than the same with more to it.
    private static readonly string[] Words = ["", "a", "B", "ab", "é", "\uFF5E", "\U0001F600", "a b%_"];
    private readonly TempFolder _folder = new();
    private readonly FakeCluster _cluster = new();
    private readonly string _workspace = $"team-{Guid.NewGuid():N}"[..20];
    private ServiceProvider _services = null!;

    public static TheoryData<RunOrderBy, bool> Orders => [.. Enum.GetValues<RunOrderBy>().SelectMany(by => new[] { (by, false), (by, true) })];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunReader Reader => _services.GetRequiredService<RunReader>();

    public async ValueTask InitializeAsync()
    {
        _cluster.AddWorkspace(_workspace);
        // Nothing records here: what the cluster shows stays unrecorded.
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(new StoppedClock())
            .AddSingleton<ICluster>(_cluster)
            .AddPortalCore(new CoreOptions { ConnectionString = database.ConnectionString, LogFolder = _folder.Path })
            .BuildServiceProvider();
        var live = _services.GetRequiredService<LiveRuns>();
        await live.StartAsync(Ct);
        await live.WaitForSyncAsync(Ct);
        await FillAsync(new Random(7));
        await Eventually.BeAsync(() => live.Unrecorded(_workspace).Count == Runs / 3);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<LiveRuns>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task ListAsync_PagesOfEverySize_AreTheWholeInOrder(RunOrderBy by, bool descending)
    {
        var query = new RunQuery { Workspace = _workspace, Order = new RunOrder(by, descending) };
        var whole = Sort((await Reader.ListAsync(new RunQuery { Workspace = _workspace, Limit = 500 }, Ct)).Runs, by, descending);
        whole.Select(r => r.Uid).Distinct().Count().ShouldBe(Runs * 7 / 6);

        foreach (var size in (int[])[1, 5, whole.Count - 1, whole.Count])
        {
            (await PagesAsync(query with { Limit = size })).ShouldBe(whole.Select(r => r.Uid), $"pages of {size}");
        }
    }

    [Fact]
    public async Task CountAsync_OfAFilter_CountsWhatTheListShows()
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            var query = new RunQuery { Workspace = _workspace, States = [state], Limit = 500 };
            (await Reader.CountAsync(query, Ct)).ShouldBe((await Reader.ListAsync(query, Ct)).Runs.Count);
        }

        (await Reader.CountAsync(new RunQuery { Workspace = _workspace, Limit = 1 }, Ct)).ShouldBe(Runs * 7 / 6);
    }

    [Fact]
    public async Task ListAsync_PlaceOfAnotherOrder_IsRefused()
    {
        var query = new RunQuery { Workspace = _workspace, Limit = 1 };
        var place = (await Reader.ListAsync(query, Ct)).Next;

        (await Should.ThrowAsync<ArgumentException>(() => Reader.ListAsync(query with { After = place, Order = new RunOrder(RunOrderBy.Job, Descending: false) }, Ct))).Message.ShouldContain("same order");
    }

    private async Task<List<string>> PagesAsync(RunQuery query)
    {
        List<string> uids = [];
        string? next = null;
        do
        {
            var page = await Reader.ListAsync(query with { After = next }, Ct);
            page.Runs.Count.ShouldBeInRange(1, query.Limit);
            uids.AddRange(page.Runs.Select(r => r.Uid));
            next = page.Next;
        }
        while (next is not null);
        return uids;
    }

    // What the order means, said once more and in another way.
    private static List<JobRun> Sort(IEnumerable<JobRun> runs, RunOrderBy by, bool descending)
    {
        var newest = runs.OrderByDescending(r => r.SubmittedAt).ThenByDescending(r => r.Uid, StringComparer.Ordinal).ToLookup(r => Value(r, by) is not null);
        var valued = descending ? newest[true].OrderByDescending(r => Value(r, by)) : newest[true].OrderBy(r => Value(r, by));
        return [.. valued, .. newest[false]];
    }

    private static IComparable? Value(JobRun run, RunOrderBy by) => by switch
    {
        RunOrderBy.Submitted => run.SubmittedAt,
        RunOrderBy.Started => run.StartedAt,
        RunOrderBy.Ended => run.EndedAt,
        RunOrderBy.Duration => run.State == JobState.Waiting ? null : (run.EndedAt ?? Now) - (run.StartedAt ?? run.SubmittedAt),
        RunOrderBy.Job => CodePoints(run.Job),
        RunOrderBy.Name => CodePoints(run.Name),
        RunOrderBy.State => Array.IndexOf([JobState.Running, JobState.Waiting, JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Unknown], run.State),
        RunOrderBy.StartedBy => CodePoints(run.SubmittedBy),
        RunOrderBy.Asked => run.CoresAsked,
        RunOrderBy.ExitCode => run.ExitCode,
        RunOrderBy.ParentRun => run.ParentRun is { } parent ? CodePoints(parent) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(by)),
    };

    // As many digits each: as text they stand as the code points do.
    private static string CodePoints(string text) => string.Concat(text.EnumerateRunes().Select(r => r.Value.ToString("D7", CultureInfo.InvariantCulture)));

    // A sixth of the recorded runs went on since, and as many are not recorded at all.
    private async Task FillAsync(Random random)
    {
        for (var i = 0; i < Runs; i++)
        {
            var run = Recorded(random, i);
            await database.Writer.SaveAsync("test", run.Uid, _ => run, null, Ct);
            if (i % 6 == 0)
            {
                _cluster.Applications.Set(Shown(random, run.Uid, $"app-{i}"));
                _cluster.Applications.Set(Shown(random, $"new-{run.Uid}", $"new-{i}"));
            }
        }
    }

    private JobRun Recorded(Random random, int i)
    {
        var state = random.GetItems(Enum.GetValues<JobState>(), 1)[0];
        var submitted = Some.Noon.AddSeconds(random.Next(8));
        DateTimeOffset? started = random.Next(4) == 0 ? null : submitted.AddSeconds(random.Next(5));
        return new JobRun
        {
            Uid = $"{random.Next(10)}-{i}-{_workspace}",
            Cluster = "test",
            Workspace = _workspace,
            Name = Word(random),
            Job = Word(random),
            State = state,
            SubmittedBy = Word(random),
            SubmittedAt = submitted,
            StartedAt = state == JobState.Waiting ? null : started,
            EndedAt = state is JobState.Waiting or JobState.Running ? null : (started ?? submitted).AddSeconds(random.Next(4)),
            ExitCode = random.Next(3) == 0 ? null : random.Next(3),
            ParentRun = random.Next(3) == 0 ? null : Word(random),
            CoresAsked = random.Next(4),
            ObjectExists = true,
        };
    }

    private SparkApplicationView Shown(Random random, string uid, string name) => new(new("test", ResourceKind.SparkApplication, _workspace, name), uid, "1")
    {
        Labels = new Dictionary<string, string> { [PortalLabels.Job] = Word(random) },
        Annotations = new Dictionary<string, string> { [PortalLabels.SubmittedBy] = Word(random), [PortalLabels.ParentRun] = Word(random) },
        CreatedAt = Some.Noon.AddSeconds(random.Next(8)),
        State = random.GetItems(["", "RUNNING", "COMPLETED", "FAILED"], 1)[0],
        TerminationTime = Some.Noon.AddSeconds(10),
        DriverCores = random.Next(4),
        DriverPodName = $"{name}-driver",
    };

    private static string Word(Random random) => random.GetItems(Words, 1)[0];

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
