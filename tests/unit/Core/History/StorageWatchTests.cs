using System.Runtime.Versioning;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.History;

[SupportedOSPlatform("linux")]
public sealed class StorageWatchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_PostgresStopsAndComesBack_ReadersReadAgainEachTime()
    {
        using var data = new TempFolder();
        using var logs = new TempFolder();
        await using var postgres = PostgresFixture.Create(data.Path);
        await postgres.StartAsync(Ct);
        var connection = postgres.ConnectionString;
        var cluster = new FakeCluster();
        cluster.AddWorkspace("team-a");
        await using var host = await CoreHost.StartAsync(cluster, connection, logs.Path);
        var (run, _) = await host.Jobs.SubmitAsync(Some.Ann, "team-a", Some.Job(), null, "key", null, Ct);
        await host.RecordedAsync(run.Uid, r => r.Definition is not null);
        // Of a workspace without runs, so that nothing but the outage makes a change.
        await using var changes = host.Jobs.WatchAsync("team-b", Ct).GetAsyncEnumerator(Ct);

        await postgres.StopAsync(Ct);

        (await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        changes.Current.ShouldBeEmpty();
        var during = (await host.Jobs.FindAsync(Some.Ann, "team-a", run.Name, Ct))!;
        during.RecordError.ShouldNotBeNull().ShouldContain("PostgreSQL");
        during.Definition.ShouldBeNull();

        await postgres.StartAsync(Ct);

        (await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        (await host.Jobs.FindAsync(Some.Ann, "team-a", run.Name, Ct))!.RecordError.ShouldBeNull();
    }
}
