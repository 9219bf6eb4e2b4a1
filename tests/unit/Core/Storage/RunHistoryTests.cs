using System.Runtime.Versioning;
using Portal.Core.Jobs;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.Storage;

[SupportedOSPlatform("linux")]
public sealed class RunHistoryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaveAsync_WholeRun_IsReadBack()
    {
        var run = Run("whole", "w1") with
        {
            State = JobState.Failed,
            Cause = new("PythonError", "It failed.", "Mend it.", [new("Log, line 3", "ValueError: \0", 2)]),
            Summary = "a\0b",
            StartedAt = Some.Noon.AddSeconds(1),
            EndedAt = Some.Noon.AddSeconds(2),
            ExitCode = 1,
            ParentRun = "parent",
            Definition = Some.Job(),
            ManifestJson = """{"a":"\u0000"}""",
            Attempts = [new(1, "s1", "p1", Some.Noon, Some.Noon, 1, "x"), new(2, "s2", null, null, null, null, null)],
            Steps = [new(Some.Noon, "submitted", "ann"), new(Some.Noon, "ended", new string('é', 1000))],
        };

        await database.Writer.SaveAsync("test", "w1", _ => run, "key", Ct);
        var read = (await database.History.FindAsync("test", "w1", Ct)).ShouldNotBeNull();

        read.Cause!.Evidence.ShouldBe(run.Cause!.Evidence);
        read.Summary.ShouldBe("a\uFFFDb");
        read.Attempts.ShouldBe(run.Attempts);
        read.Steps.Select(s => s.Kind).ShouldBe(["submitted", "ended"]);
        read.Steps[1].Detail.Length.ShouldBe(400);
        JobDiff.Between(read.Definition!, run.Definition!).ShouldBeEmpty();
        read.ManifestJson.ShouldBe(run.ManifestJson);
        (read.State, read.StartedAt, read.EndedAt, read.ExitCode, read.ParentRun).ShouldBe((run.State, run.StartedAt, run.EndedAt, run.ExitCode, run.ParentRun));
    }

    [Fact]
    public async Task SaveAsync_ManyWritersOfOneRun_LoseNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => database.Writer.SaveAsync(
                "test",
                "race",
                stored => (stored ?? Run("race", "race")) with { Steps = [.. stored?.Steps ?? [], new(Some.Noon.AddSeconds(i), "step", "")] },
                null,
                Ct),
            Ct)));

        var read = await database.History.FindAsync("test", "race", Ct);
        read!.Steps.Count.ShouldBe(8);
    }

    [Fact]
    public async Task RequestCancelAsync_ManyAtOnce_HasOneWinner()
    {
        await database.Writer.SaveAsync("test", "c1", _ => Run("cancelled", "c1"), null, Ct);

        var winners = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => database.Writer.RequestCancelAsync("test", "c1", $"person-{i}", Some.Noon.AddSeconds(i), Ct), Ct)));

        var run = await database.History.FindAsync("test", "c1", Ct);
        winners.Distinct().ShouldBe([run!.CancelledBy]);
        run.Steps.Count(s => s.Kind == "cancel-requested").ShouldBe(1);
        (await database.Writer.RequestCancelAsync("test", "nobody", "ann", Some.Noon, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task WithdrawCancelAsync_OnlyTheOwnRequest_IsTakenBack()
    {
        await database.Writer.SaveAsync("test", "c2", _ => Run("withdrawn", "c2"), null, Ct);
        await database.Writer.RequestCancelAsync("test", "c2", "ann", Some.Noon, Ct);

        await database.Writer.WithdrawCancelAsync("test", "c2", "bob", Some.Noon.AddSeconds(1), Ct);
        (await database.History.FindAsync("test", "c2", Ct))!.CancelledBy.ShouldBe("ann");
        await database.Writer.WithdrawCancelAsync("test", "c2", "ann", Some.Noon, Ct);
        (await database.History.FindAsync("test", "c2", Ct))!.CancelledBy.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task ListAsync_AllPages_CoverEachRunExactlyOnce(int limit)
    {
        var random = new Random(limit);
        var workspace = $"pages-{limit}";
        var uids = Enumerable.Range(0, 60).Select(_ => Guid.NewGuid().ToString()).ToList();
        foreach (var uid in uids)
        {
            // Few distinct times: most places in the list are decided by the uid.
            await database.Writer.SaveAsync("test", uid, _ => Run("run", uid) with { Workspace = workspace, SubmittedAt = Some.Noon.AddMilliseconds(random.Next(6)) }, null, Ct);
        }

        var seen = new List<JobRun>();
        string? after = null;
        do
        {
            var page = await database.History.ListAsync("test", new RunQuery { Workspace = workspace, Limit = limit, After = after }, [], Some.Noon, Ct);
            (page.Facets is null).ShouldBe(after is not null);
            page.Runs.Count.ShouldBeInRange(1, limit);
            seen.AddRange(page.Runs);
            after = page.Next;
        }
        while (after is not null);

        seen.Select(r => r.Uid).Order().ShouldBe(uids.Order());
        seen.Select(r => (r.SubmittedAt, r.Uid)).ShouldBe(seen.OrderByDescending(r => r.SubmittedAt).ThenByDescending(r => r.Uid, StringComparer.Ordinal).Select(r => (r.SubmittedAt, r.Uid)));
    }

    [Fact]
    public async Task ListAsync_Filters_ChooseAndCount()
    {
        const string Workspace = "filters";
        await SaveAsync("f1", r => r with { Workspace = Workspace, Job = "pi", Name = "pi-1", State = JobState.Failed, SubmittedBy = "ann", Summary = "100% of disk_a" });
        await SaveAsync("f2", r => r with { Workspace = Workspace, Job = "pi", Name = "pi-2", State = JobState.Running, SubmittedBy = "bob", SubmittedAt = Some.Noon.AddHours(1) });
        await SaveAsync("f3", r => r with { Workspace = Workspace, Job = "Sales", Name = "sales-1", State = JobState.Failed, SubmittedBy = "bob", SubmittedAt = Some.Noon.AddHours(2) });
        await SaveAsync("f4", r => r with { Workspace = "elsewhere" });
        var all = new RunQuery { Workspace = Workspace };

        (await UidsAsync(all)).ShouldBe(["f3", "f2", "f1"]);
        (await UidsAsync(all with { States = [JobState.Failed] })).ShouldBe(["f3", "f1"]);
        (await UidsAsync(all with { States = [JobState.Failed, JobState.Running], SubmittedBy = ["bob"] })).ShouldBe(["f3", "f2"]);
        (await UidsAsync(all with { Jobs = ["pi"] })).ShouldBe(["f2", "f1"]);
        (await UidsAsync(all with { Text = "SALES" })).ShouldBe(["f3"]);
        (await UidsAsync(all with { Text = "0% of" })).ShouldBe(["f1"]);
        (await UidsAsync(all with { Text = "k_a" })).ShouldBe(["f1"]);
        (await UidsAsync(all with { Text = "k%a" })).ShouldBeEmpty();
        (await UidsAsync(all with { Text = "\\" })).ShouldBeEmpty();
        (await UidsAsync(all with { Since = Some.Noon.AddHours(1) })).ShouldBe(["f3", "f2"]);
        (await UidsAsync(all with { Until = Some.Noon.AddHours(1) })).ShouldBe(["f1"]);
        var facets = (await database.History.ListAsync("test", all with { States = [JobState.Failed], SubmittedBy = ["bob"] }, [], Some.Noon, Ct)).Facets.ShouldNotBeNull();
        facets.States.ShouldBe(new Dictionary<JobState, int> { [JobState.Failed] = 1, [JobState.Running] = 1 }, ignoreOrder: true);
        facets.SubmittedBy.ShouldBe(new Dictionary<string, int> { ["ann"] = 1, ["bob"] = 1 }, ignoreOrder: true);
        facets.Jobs.ShouldBe(new Dictionary<string, int> { ["Sales"] = 1 });
    }

    [Theory]
    [InlineData("x")]
    [InlineData("12")]
    [InlineData(".a")]
    [InlineData("99999999999999999999.a")]
    [InlineData("9223372036854775807.a")]
    public async Task ListAsync_ForeignPlace_IsRefused(string after) =>
        await Should.ThrowAsync<ArgumentException>(() => database.History.ListAsync("test", new RunQuery { Workspace = "w", After = after }, [], Some.Noon, Ct));

    private async Task<IEnumerable<string>> UidsAsync(RunQuery query) => (await database.History.ListAsync("test", query, [], Some.Noon, Ct)).Runs.Select(r => r.Uid);

    private Task<JobRun?> SaveAsync(string uid, Func<JobRun, JobRun> vary) => database.Writer.SaveAsync("test", uid, _ => vary(Run("run", uid)), null, Ct);

    private static JobRun Run(string name, string uid) => new()
    {
        Uid = uid,
        Cluster = "test",
        Workspace = "team-a",
        Name = name,
        Job = name,
        State = JobState.Waiting,
        SubmittedBy = "ann",
        SubmittedAt = Some.Noon,
    };
}
