using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Core.Jobs;

public sealed class OrphanedFilesTests
{
    private readonly ManualTime _time = new();
    private readonly FakeCluster _cluster;
    private readonly OrphanedFiles _files;

    public OrphanedFilesTests()
    {
        _cluster = new FakeCluster(_time);
        _files = new OrphanedFiles(_cluster, _time, NullLogger<OrphanedFiles>.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_FilesWithoutARun_AreDeletedOnceTheyAreOld()
    {
        await CreateFilesAsync("lost");

        _time.Advance(OrphanedFiles.Age - TimeSpan.FromSeconds(1));
        await _files.SweepAsync(Ct);
        _cluster.All(ResourceKind.ConfigMap).ShouldHaveSingleItem();

        _time.Advance(TimeSpan.FromSeconds(1));
        await _files.SweepAsync(Ct);
        _cluster.All(ResourceKind.ConfigMap).ShouldBeEmpty();
        _cluster.Requests.ShouldContain(r => r.Verb == "delete" && r.Caller == Caller.Portal && r.Uid != null);
    }

    [Fact]
    public async Task Sweep_RunCameToBe_OwnsItsFiles()
    {
        await CreateFilesAsync("late");
        var run = await CreateRunAsync("late", "key-late");
        _time.Advance(OrphanedFiles.Age);

        await _files.SweepAsync(Ct);

        ((string?)_cluster.All(ResourceKind.ConfigMap).ShouldHaveSingleItem()["metadata"]!["ownerReferences"]![0]!["uid"]).ShouldBe((string?)run["metadata"]!["uid"]);
    }

    [Fact]
    public async Task Sweep_NameIsAnotherRuns_FilesAreLeftAlone()
    {
        await CreateFilesAsync("taken");
        await CreateRunAsync("taken", "key-of-another");
        _time.Advance(OrphanedFiles.Age);

        await _files.SweepAsync(Ct);

        _cluster.All(ResourceKind.ConfigMap).ShouldHaveSingleItem()["metadata"]!["ownerReferences"].ShouldBeNull();
    }

    [Theory]
    [InlineData("ownerReferences", """[{"uid":"u"}]""")]
    [InlineData("labels", """{"dataportal.dev/run":"another"}""")]
    [InlineData("labels", "{}")]
    [InlineData("annotations", "{}")]
    public async Task Sweep_ConfigMapThatIsNotLeftOver_IsLeftAlone(string field, string value)
    {
        var files = Files("kept");
        files["metadata"]![field] = JsonNode.Parse(value);
        await _cluster.CreateAsync(Caller.Portal, files, dryRun: false, Ct);
        _time.Advance(OrphanedFiles.Age);

        await _files.SweepAsync(Ct);

        _cluster.All(ResourceKind.ConfigMap).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Sweep_ApiDoesNotAnswer_DeletesNothing()
    {
        await CreateFilesAsync("kept");
        _time.Advance(OrphanedFiles.Age);
        _cluster.Refuse = r => r.Verb == "get" ? new ClusterException(ClusterErrorKind.Unreachable, "hangs") : null;

        await _files.SweepAsync(Ct);

        _cluster.All(ResourceKind.ConfigMap).ShouldHaveSingleItem();
    }

    private static RunStamp Stamp(string key) => new(key, "ann", Some.Noon, null);

    private static JsonObject Files(string run) => SparkJobManifest.Files("team-a", Some.Job(), run, Stamp($"key-{run}"))!;

    private Task<JsonObject> CreateFilesAsync(string run) => _cluster.CreateAsync(Some.Ann, Files(run), dryRun: false, Ct);

    private Task<JsonObject> CreateRunAsync(string run, string key) =>
        _cluster.CreateAsync(Some.Ann, SparkJobManifest.Application("team-a", Some.Job(), run, new JobOptions(), Stamp(key)), dryRun: false, Ct);
}
