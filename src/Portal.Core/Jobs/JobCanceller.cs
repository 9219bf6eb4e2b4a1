using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History;
using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.History.Outbox;
using Portal.Core.Storage;

namespace Portal.Core.Jobs;

/// <summary>Cancels a run by deleting its object, and remembers who asked first.</summary>
public sealed class JobCanceller(ICluster cluster, LiveRuns live, RunReader reader, RunHistory history, RunWriter writer, RunOutbox outbox, RunChanges changes, TimeProvider time, ILogger<JobCanceller> log)
{
    /// <inheritdoc cref="IJobService.CancelAsync"/>
    public async Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct)
    {
        var key = new ResourceKey(cluster.Id, ResourceKind.SparkApplication, workspace, name);
        JsonObject application;
        try
        {
            // Asked of the API and not of the watch: what ended a moment ago must be left alone.
            application = await cluster.GetAsync(caller, key, ct);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            if (await reader.FindAsync(workspace, name, ct) is { } past)
            {
                // The API says that it is gone, even though the watch may not have said so yet.
                return past.Ended ? past : RunFold.Vanished(past, time.GetUtcNow());
            }

            throw;
        }

        var app = SparkApplicationReader.Read(cluster.Id, application);
        if (app.State is "COMPLETED" or "FAILED")
        {
            return await RunAsync(app, ct);
        }

        var request = new CancelRequest(JobSubmitter.Person(caller), RunFold.Whole(time.GetUtcNow()));
        if (!await cluster.AllowsAsync(caller, "delete", ResourceKind.SparkApplication, workspace, null, ct))
        {
            // Refused in the API's own words, before anything is noted. If it allows it after all, that answer counts.
            await DeleteAsync(caller, key, app.Uid, ct);
            return await DoneAsync(application, app, await NoteAsync(app, request, ct), ct);
        }

        var noted = await NoteAsync(app, request, ct);
        try
        {
            await DeleteAsync(caller, key, app.Uid, ct);
        }
        catch (ClusterException e) when (e.StatusCode is >= 400 and < 500)
        {
            await WithdrawAsync(app, request, ct);
            throw;
        }

        return await DoneAsync(application, app, noted, ct);
    }

    // One that is gone, or has been replaced by another of the same name, needs no deleting.
    private async Task DeleteAsync(Caller caller, ResourceKey key, string uid, CancellationToken ct)
    {
        try
        {
            await cluster.DeleteAsync(caller, key, uid, ct);
        }
        catch (ClusterException e) when (e.Kind is ClusterErrorKind.NotFound or ClusterErrorKind.Conflict)
        {
            log.LogInformation("Run {Run} was deleted by somebody else at the same time", key);
        }
    }

    /// <returns>Who asked first, and whether that is in the database.</returns>
    private async Task<(CancelRequest First, bool Recorded)> NoteAsync(SparkApplicationView app, CancelRequest request, CancellationToken ct)
    {
        var first = live.RequestCancel(app.Uid, request);
        try
        {
            var facts = new RunFacts(app, [], request.At, null, null);
            var person = await writer.RequestCancelAsync(cluster.Id, app.Uid, first.Person, first.At, ct)
                ?? ((await writer.SaveAsync(cluster.Id, app.Uid, stored => RunFold.Apply(stored, facts), null, ct)) is null ? null : await writer.RequestCancelAsync(cluster.Id, app.Uid, first.Person, first.At, ct))
                ?? first.Person;
            return (first with { Person = person }, true);
        }
        catch (StorageUnavailableException e)
        {
            // Cancelling works without the database; the recorder writes down later who it was.
            log.LogWarning("The request to cancel {Run} will be recorded later: {Error}", app.Key, e.Message);
            return (first, false);
        }
    }

    private async Task WithdrawAsync(SparkApplicationView app, CancelRequest request, CancellationToken ct)
    {
        live.WithdrawCancel(app.Uid, request);
        try
        {
            await writer.WithdrawCancelAsync(cluster.Id, app.Uid, request.Person, request.At, ct);
        }
        catch (StorageUnavailableException e)
        {
            log.LogWarning("The refused request to cancel {Run} could not be taken back: {Error}", app.Key, e.Message);
        }
    }

    private async Task<JobRun> DoneAsync(JsonObject application, SparkApplicationView app, (CancelRequest First, bool Recorded) noted, CancellationToken ct)
    {
        var (first, recorded) = noted;
        if (!recorded)
        {
            var deleted = app with { DeletionTimestamp = app.DeletionTimestamp ?? RunFold.Whole(time.GetUtcNow()) };
            outbox.Add(new RunNote(new RunFacts(deleted, [], first.At, null, first), null, application.ToJsonString()));
        }

        changes.Publish(app.Key.Namespace, app.Uid);
        var run = await RunAsync(app, ct);
        // Deleted is cancelled, even though the watch may not have said so yet.
        return run.Ended ? run : run with { State = JobState.Cancelled, CancelledBy = first.Person, EndedAt = RunFold.Whole(time.GetUtcNow()), Summary = RunNarrator.Ended(run with { State = JobState.Cancelled, CancelledBy = first.Person }) };
    }

    private async Task<JobRun> RunAsync(SparkApplicationView app, CancellationToken ct)
    {
        // The API's answer is fresher than the watch.
        var facts = (live.Find(app.Uid) ?? new RunFacts(app, [], time.GetUtcNow(), null, null)) with { App = app };
        try
        {
            return RunFold.Apply(await history.FindAsync(cluster.Id, app.Uid, ct), facts);
        }
        catch (StorageUnavailableException)
        {
            return RunFold.Apply(null, facts);
        }
    }
}
