using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs;
using Portal.Features.Jobs.Views;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Pages;

public sealed class JobListStateTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly FakeJobs _jobs = new(TimeProvider.System);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changes = new(0);
    private readonly JobListState _state;

    public JobListStateTests()
    {
        _state = new JobListState(_jobs, new Caller("analyst", []), "team-a", new UserClock(TimeProvider.System));
        _state.Changed += () => _changes.Release();
    }

    [Fact]
    public async Task LiveRun_OlderThanManyEndedOnes_IsShownFirst()
    {
        _jobs.Runs.AddRange(Enumerable.Range(0, 150).Select(i => Ended($"job-{i}", i)));
        _jobs.Runs.Add(SampleRuns.Make("old-but-live", JobState.Running, "Running", "admin", _now.AddDays(-30)));

        Start();
        await UntilAsync(() => _state.Groups is not null);

        _state.Groups![0].Runs.Single().Job.ShouldBe("old-but-live");
        _state.Shown.ShouldBe(101);
        _state.HasOlder.ShouldBeTrue();
    }

    [Fact]
    public async Task OlderRuns_Asked_AreAdded()
    {
        _jobs.Runs.AddRange(Enumerable.Range(0, 150).Select(i => Ended($"job-{i}", i)));
        Start();
        await UntilAsync(() => _state.Shown == 100);

        _state.LoadOlder();

        await UntilAsync(() => _state.Shown == 150);
        _state.HasOlder.ShouldBeFalse();
    }

    [Fact]
    public async Task NewRun_WhileTheReaderPointsAtTheList_IsHeldBack_AndOldOnesStillChange()
    {
        var run = SampleRuns.Make("busy", JobState.Running, "Running", "admin", _now);
        _jobs.Runs.Add(run);
        Start();
        await UntilAsync(() => _state.Shown == 1);
        _state.Hold(true);

        _jobs.Put(SampleRuns.Make("new", JobState.Waiting, "Waiting", "admin", _now.AddSeconds(1)));
        _jobs.Put(run with { Summary = "Running with 9 executors" });

        await UntilAsync(() => _state.HeldBack == 1 && _state.Groups!.Single().Runs.Single().Summary == "Running with 9 executors");
        _state.Hold(false);
        _state.Shown.ShouldBe(2);
        _state.HeldBack.ShouldBe(0);
    }

    [Fact]
    public async Task Failure_KeepsWhatIsShown_AndComesBackByItself()
    {
        _jobs.Runs.Add(SampleRuns.Make("busy", JobState.Running, "Running", "admin", _now));
        Start();
        await UntilAsync(() => _state.Shown == 1);

        _jobs.Failure = new ClusterException(ClusterErrorKind.Unreachable, "connection refused");
        _jobs.Put(SampleRuns.Make("new", JobState.Waiting, "Waiting", "admin", _now));
        await UntilAsync(() => _state.Failure is not null);
        _state.Shown.ShouldBe(1);
        _state.StaleSince.ShouldNotBeNull();

        _jobs.Failure = null;
        await UntilAsync(() => _state.Failure is null && _state.Shown == 2);
        _state.StaleSince.ShouldBeNull();
    }

    [Fact]
    public async Task Facets_OfLiveAndEndedRuns_AreAddedUp()
    {
        _jobs.Runs.Add(SampleRuns.Make("a", JobState.Running, "Running", "admin", _now));
        _jobs.Runs.Add(Ended("a", 1));
        _jobs.Runs.Add(Ended("b", 2));

        Start();
        await UntilAsync(() => _state.Facets is not null);

        _state.Facets!.Jobs.ShouldBe(new Dictionary<string, int> { ["a"] = 2, ["b"] = 1 }, ignoreOrder: true);
        _state.Facets.States[JobState.Succeeded].ShouldBe(2);
    }

    [Fact]
    public async Task OrderByName_CoversMoreThanOnePage_AndShowsItPageByPage()
    {
        _jobs.Runs.AddRange(Enumerable.Range(0, 250).Select(i => Ended($"job-{i:000}", i)));

        _ = _state.RunAsync(RunView.Parse("?sort=-job"), _stop.Token);
        await UntilAsync(() => _state.Shown == 100);
        _state.Groups!.ShouldHaveSingleItem().Runs[0].Job.ShouldBe("job-249");
        _state.LoadOlder();
        await UntilAsync(() => _state.Shown == 200);

        _state.SetView(new RunView());
        await UntilAsync(() => _state.Groups![0].Runs[0].Job == "job-000");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _changes.Dispose();
    }

    private JobRun Ended(string job, int minutesAgo) => SampleRuns.Make(job, JobState.Succeeded, "Done", "admin", _now.AddMinutes(-minutesAgo), TimeSpan.FromSeconds(5));

    private void Start() => _ = _state.RunAsync(new RunView(), _stop.Token);

    private async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            await _changes.WaitAsync(patience.Token);
        }
    }
}
