using System.Runtime.Versioning;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.Jobs;

[SupportedOSPlatform("linux")]
public sealed class JobServiceTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeCluster _cluster = new();
    private readonly string _workspace = $"team-{Guid.NewGuid():N}"[..20];
    private CoreHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster.AddWorkspace(_workspace);
        _host = await CoreHost.StartAsync(_cluster, database.ConnectionString, _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task SubmitAsync_TwentyAtOnceWithOneKey_CreateOneRun()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SubmitAsync("key"), Ct)));

        results.Count(r => r.Created).ShouldBe(1);
        results.Select(r => r.Run.Uid).Distinct().ShouldHaveSingleItem();
        _cluster.All(ResourceKind.SparkApplication).ShouldHaveSingleItem();
        var files = _cluster.All(ResourceKind.ConfigMap).ShouldHaveSingleItem();
        files["metadata"]!["ownerReferences"]![0]!["uid"]!.GetValue<string>().ShouldBe(results[0].Run.Uid);
        files["data"]!["main.py"]!.GetValue<string>().ShouldBe(Some.Job().Script!.Content);
        var page = await _host.Jobs.ListAsync(Some.Ann, new RunQuery { Workspace = _workspace }, Ct);
        page.Runs.ShouldHaveSingleItem().SubmittedBy.ShouldBe("ann");
        page.Facets!.States.Values.Sum().ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_Acknowledged_IsInHistoryWithItsScript()
    {
        var (run, created) = await SubmitAsync("key");

        created.ShouldBeTrue();
        var recorded = (await _host.History.FindAsync("test", run.Uid, Ct)).ShouldNotBeNull();
        JobDiff.Between(recorded.Definition!, Some.Job()).ShouldBeEmpty();
        recorded.ManifestJson.ShouldContain("mainApplicationFile");
        _cluster.Requests.Where(r => r.Verb == "create").ShouldAllBe(r => r.Caller == Some.Ann);
    }

    [Fact]
    public async Task SubmitAsync_SameKeyAfterTheObjectIsGone_FindsTheOldRun()
    {
        var (run, _) = await SubmitAsync("key");
        _cluster.Remove(ResourceKind.SparkApplication, _workspace, run.Name);

        var again = await SubmitAsync("key");

        again.Created.ShouldBeFalse();
        again.Run.Uid.ShouldBe(run.Uid);
        _cluster.All(ResourceKind.SparkApplication).ShouldBeEmpty();
    }

    [Fact]
    public async Task SubmitAsync_NameOfAnotherRun_IsRefusedAndLeavesNothing()
    {
        await _host.Jobs.SubmitAsync(Some.Ann, _workspace, Some.Job() with { Script = null, MainFile = "s3a://b/m.py" }, "taken", "key-1", null, Ct);

        var refusal = await Should.ThrowAsync<ClusterException>(() => _host.Jobs.SubmitAsync(Some.Bob, _workspace, Some.Job(), "taken", "key-2", null, Ct));

        refusal.Kind.ShouldBe(ClusterErrorKind.AlreadyExists);
        refusal.Message.ShouldContain("Choose another name");
        _cluster.All(ResourceKind.ConfigMap).ShouldBeEmpty();
    }

    [Fact]
    public async Task SubmitAsync_SameKeyOfAnotherPerson_IsAnotherRun()
    {
        await SubmitAsync("key");

        (await SubmitAsync("key", Some.Bob)).Created.ShouldBeTrue();

        _cluster.All(ResourceKind.SparkApplication).Count.ShouldBe(2);
    }

    [Fact]
    public async Task SubmitAsync_RefusedByTheApi_LeavesNoFilesBehind()
    {
        _cluster.Refuse = r => r is { Verb: "create", Key.Kind.Kind: "SparkApplication" } ? new ClusterException(ClusterErrorKind.Forbidden, "exceeded quota") { StatusCode = 403 } : null;

        (await Should.ThrowAsync<ClusterException>(() => SubmitAsync("key"))).Message.ShouldBe("exceeded quota");

        _cluster.All(ResourceKind.ConfigMap).ShouldBeEmpty();
    }

    [Fact]
    public async Task SubmitAsync_AnswerLost_IsFoundByTheRetry()
    {
        _cluster.Refuse = r => r is { Verb: "create", Key.Kind.Kind: "SparkApplication" } ? new ClusterException(ClusterErrorKind.Unreachable, "reset") : null;
        await Should.ThrowAsync<ClusterException>(() => SubmitAsync("key"));
        _cluster.All(ResourceKind.ConfigMap).Count.ShouldBe(1);
        _cluster.Refuse = _ => null;

        (await SubmitAsync("key")).Created.ShouldBeTrue();
        (await SubmitAsync("key")).Created.ShouldBeFalse();
        _cluster.All(ResourceKind.ConfigMap).Count.ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_BadJob_CreatesNothing()
    {
        var refusal = await Should.ThrowAsync<JobRejectedException>(() => _host.Jobs.SubmitAsync(Some.Ann, _workspace, new SparkJob(), null, "key", null, Ct));

        refusal.Problems.Select(p => p.Code).ShouldBe(["NameMissing", "MainFileMissing"]);
        _cluster.Requests.ShouldNotContain(r => r.Verb == "create");
    }

    [Fact]
    public async Task SubmitAsync_WorkspaceBeingDeleted_IsSaid()
    {
        _cluster.AddWorkspace(_workspace, terminating: true);

        var refusal = await Should.ThrowAsync<JobRejectedException>(() => SubmitAsync("key"));

        refusal.Problems.ShouldHaveSingleItem().Code.ShouldBe("WorkspaceTerminating");
    }

    [Fact]
    public async Task CheckAsync_ApiRefusal_StandsNextToItsField()
    {
        _cluster.Refuse = r => r.DryRun ? new ClusterException(ClusterErrorKind.Invalid, "invalid") { StatusCode = 422, Causes = [new("spec.driver.memory", "must not")] } : null;

        (await _host.Jobs.CheckAsync(Some.Ann, _workspace, Some.Job(), Ct)).ShouldHaveSingleItem().ShouldBe(new JobProblem("Driver.Memory", "ApiInvalid", "must not"));
        _cluster.All(ResourceKind.SparkApplication).ShouldBeEmpty();
    }

    [Fact]
    public async Task CancelAsync_TwoPeopleAtOnce_BothSucceedAndOneIsNamed()
    {
        var (run, _) = await SubmitAsync("key");
        var people = Enumerable.Range(0, 8).Select(i => new Caller($"person-{i}", [])).ToList();

        var results = await Task.WhenAll(people.Select(p => Task.Run(() => _host.Jobs.CancelAsync(p, _workspace, run.Name, Ct), Ct)));

        var recorded = await _host.RecordedAsync(run.Uid, r => r is { State: JobState.Cancelled, ObjectExists: false });
        results.Select(r => (r.State, r.CancelledBy)).Distinct().ShouldBe([(JobState.Cancelled, recorded.CancelledBy)]);
        people.Select(p => p.User).ShouldContain(recorded.CancelledBy);
        recorded.Steps.Select(s => s.Kind).ShouldBe(["submitted", "cancel-requested", "ended"]);
        recorded.Summary.ShouldBe($"Cancelled by {recorded.CancelledBy}.");
        _cluster.Requests.Where(r => r.Verb == "delete").ShouldAllBe(r => r.Uid == run.Uid);
    }

    [Theory]
    [InlineData("COMPLETED", JobState.Succeeded)]
    [InlineData("FAILED", JobState.Failed)]
    public async Task CancelAsync_RunThatEnded_IsLeftAlone(string operatorState, JobState state)
    {
        var (run, _) = await SubmitAsync("key");
        _cluster.SetStatus(_workspace, run.Name, Some.Status(operatorState, ended: run.SubmittedAt.AddSeconds(3)));

        var result = await _host.Jobs.CancelAsync(Some.Ann, _workspace, run.Name, Ct);

        (result.State, result.CancelledBy).ShouldBe((state, null));
        _cluster.Exists(ResourceKind.SparkApplication, _workspace, run.Name).ShouldBeTrue();
    }

    [Fact]
    public async Task CancelAsync_WithoutTheRight_IsRefusedInTheApisWordsAndNotRecorded()
    {
        var (run, _) = await SubmitAsync("key");
        _cluster.Allows = (caller, verb, _) => caller != Some.Bob || verb != "delete";

        var refusal = await Should.ThrowAsync<ClusterException>(() => _host.Jobs.CancelAsync(Some.Bob, _workspace, run.Name, Ct));

        refusal.Kind.ShouldBe(ClusterErrorKind.Forbidden);
        refusal.Message.ShouldContain("User \"bob\" cannot delete");
        (await _host.History.FindAsync("test", run.Uid, Ct))!.CancelledBy.ShouldBeNull();
    }

    [Fact]
    public async Task CancelAsync_RefusedAfterAll_TakesTheRequestBack()
    {
        var (run, _) = await SubmitAsync("key");
        _cluster.Refuse = r => r.Verb == "delete" ? new ClusterException(ClusterErrorKind.Forbidden, "no") { StatusCode = 403 } : null;

        await Should.ThrowAsync<ClusterException>(() => _host.Jobs.CancelAsync(Some.Bob, _workspace, run.Name, Ct));

        (await _host.Jobs.FindAsync(Some.Ann, _workspace, run.Name, Ct))!.CancelledBy.ShouldBeNull();
    }

    [Fact]
    public async Task CancelAsync_NoSuchRun_IsNotFound() =>
        (await Should.ThrowAsync<ClusterException>(() => _host.Jobs.CancelAsync(Some.Ann, _workspace, "none", Ct))).Kind.ShouldBe(ClusterErrorKind.NotFound);

    [Fact]
    public async Task Reads_WithoutTheRight_AreRefused()
    {
        await SubmitAsync("key");
        _cluster.Allows = (caller, _, _) => caller == Some.Ann;

        (await Should.ThrowAsync<ClusterException>(() => _host.Jobs.ListAsync(Some.Bob, new RunQuery { Workspace = _workspace }, Ct))).Kind.ShouldBe(ClusterErrorKind.Forbidden);
        (await Should.ThrowAsync<ClusterException>(() => _host.Jobs.FindAsync(Some.Bob, _workspace, "x", Ct))).Message.ShouldContain("\"bob\"");
        (await _host.Jobs.WorkspacesAsync(Some.Bob, Ct)).ShouldBeEmpty();
        (await _host.Jobs.WorkspacesAsync(Some.Ann, Ct)).Select(w => w.Key.Name).ShouldBe([_workspace]);
    }

    [Fact]
    public async Task Rerun_WithTheRecordedDefinition_LinksToItsParent()
    {
        var (first, _) = await SubmitAsync("key");
        var parent = (await _host.Jobs.FindAsync(Some.Ann, _workspace, first.Name, Ct))!;

        var (second, _) = await _host.Jobs.SubmitAsync(Some.Bob, _workspace, parent.Definition! with { Executors = 2 }, null, "again", parent.Name, Ct);

        second.ParentRun.ShouldBe(parent.Name);
        JobDiff.Between(parent.Definition!, second.Definition!).ShouldHaveSingleItem().ShouldBe(new JobChange("Executors", "1", "2"));
        _cluster.Exists(ResourceKind.SparkApplication, _workspace, parent.Name).ShouldBeTrue();
    }

    private Task<SubmitResult> SubmitAsync(string key, Caller? caller = null) => _host.Jobs.SubmitAsync(caller ?? Some.Ann, _workspace, Some.Job(), null, key, null, Ct);
}
