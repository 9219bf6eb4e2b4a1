using System.Runtime.Versioning;
using Portal.Core.Clusters;
using Portal.Core.History.Outbox;
using Portal.Core.Jobs;
using Portal.Sandbox.Database;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.History.Outbox;

/// <summary>What happens while PostgreSQL is down is in the history afterwards, even when objects went and the portal was restarted meanwhile.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutageTests : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _logs = new();
    private readonly FakeCluster _cluster = new();
    private readonly LocalPostgres _postgres;
    private string _connection = "";

    public OutageTests() => _postgres = PostgresFixture.Create(_data.Path);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _postgres.StartAsync(Ct);
        _connection = _postgres.ConnectionString;
        _cluster.AddWorkspace("team-a");
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _data.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Outage_RunsSubmittedCancelledAndDeleted_AreInHistoryAfterARestart()
    {
        SubmitResult deleted, cancelled, finished;
        await using (var host = await StartAsync())
        {
            finished = await SubmitAsync(host, "finished");
            await host.RecordedAsync(finished.Run.Uid, r => r.Definition is not null);
            await _postgres.StopAsync(Ct);

            deleted = await SubmitAsync(host, "deleted");
            cancelled = await SubmitAsync(host, "cancelled");
            var shown = await Eventually.GetAsync(() => host.Jobs.FindAsync(Some.Ann, "team-a", deleted.Run.Name, Ct), r => r.ObjectExists);
            (shown.RecordError, shown.Definition!.Name).ShouldBe((null, "deleted"));
            (await host.Jobs.CancelAsync(Some.Bob, "team-a", cancelled.Run.Name, Ct)).CancelledBy.ShouldBe("bob");
            _cluster.Remove(ResourceKind.SparkApplication, "team-a", deleted.Run.Name);
            _cluster.SetStatus("team-a", finished.Run.Name, Some.Status("COMPLETED", ended: finished.Run.SubmittedAt.AddSeconds(5)));
            _cluster.Remove(ResourceKind.SparkApplication, "team-a", finished.Run.Name);
            // Two submissions, one cancellation, three ends.
            await Eventually.BeAsync(() => host.Get<RunOutbox>().Count == 6);
            (await SubmitAsync(host, "deleted")).Run.Uid.ShouldBe(deleted.Run.Uid, "the same submission is found, not made again");
        }

        await using var again = await StartAsync();
        (await SubmitAsync(again, "deleted")).Created.ShouldBeFalse("also after the restart");
        await _postgres.StartAsync(Ct);

        var first = await again.RecordedAsync(deleted.Run.Uid, r => !r.ObjectExists);
        (first.State, first.SubmittedBy, first.Definition!.Script!.Content).ShouldBe((JobState.Unknown, "ann", Some.Job().Script!.Content));
        first.ManifestJson.ShouldContain("mainApplicationFile");
        var second = await again.RecordedAsync(cancelled.Run.Uid, r => !r.ObjectExists);
        (second.State, second.SubmittedBy, second.CancelledBy).ShouldBe((JobState.Cancelled, "ann", "bob"));
        second.Definition.ShouldNotBeNull();
        second.Steps.Select(s => s.Kind).ShouldBe(["submitted", "cancel-requested", "ended"]);
        (await again.RecordedAsync(finished.Run.Uid, r => r.Ended)).State.ShouldBe(JobState.Succeeded);
        await Eventually.BeAsync(() => again.Get<RunOutbox>().Count == 0);
        (await SubmitAsync(again, "deleted")).Run.Uid.ShouldBe(deleted.Run.Uid);
        new FileInfo(Path.Combine(_logs.Path, "outbox")).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Outage_OutboxRefuses_SubmitIsNotAcknowledgedAndTheRetryFindsTheRun()
    {
        await using var host = await StartAsync();
        await _postgres.StopAsync(Ct);
        var outbox = host.Get<RunOutbox>();
        var large = new RunNote(Some.Facts(Some.App("large")), null, new string('x', (int)RunOutbox.MaxBytes - 3_000));
        outbox.Add(large);

        var refusal = await Should.ThrowAsync<Portal.Core.Storage.StorageUnavailableException>(() => SubmitAsync(host, "job"));

        refusal.Message.ShouldContain("nothing is done twice");
        await _postgres.StartAsync(Ct);
        await Eventually.BeAsync(() => outbox.Count == 0);
        var retried = await SubmitAsync(host, "job");
        (await host.RecordedAsync(retried.Run.Uid, r => r.Definition is not null)).SubmittedBy.ShouldBe("ann");
        _cluster.All(ResourceKind.SparkApplication).ShouldHaveSingleItem();
    }

    private Task<CoreHost> StartAsync() => CoreHost.StartAsync(_cluster, _connection, _logs.Path);

    private static Task<SubmitResult> SubmitAsync(CoreHost host, string name) => host.Jobs.SubmitAsync(Some.Ann, "team-a", Some.Job(name), null, $"key-{name}", null, Ct);
}
