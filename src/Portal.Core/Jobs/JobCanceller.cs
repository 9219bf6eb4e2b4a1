using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History;
using Portal.Core.Storage;

namespace Portal.Core.Jobs;

/// <summary>Cancels a run by deleting its object, and remembers who asked first.</summary>
public sealed class JobCanceller(ICluster cluster, LiveRuns live, RunReader reader, RunHistory history, RunWriter writer, RunChanges changes, TimeProvider time, ILogger<JobCanceller> log)
{
    /// <inheritdoc cref="IJobService.CancelAsync"/>
    public async Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct)
    {
        var key = new ResourceKey(cluster.Id, ResourceKind.SparkApplication, workspace, name);
        SparkApplicationView app;
        try
        {
            // Asked of the API and not of the watch: what ended a moment ago must be left alone.
            app = SparkApplicationReader.Read(cluster.Id, await cluster.GetAsync(caller, key, ct));
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

        if (app.State is "COMPLETED" or "FAILED")
        {
            return await RunAsync(app, ct);
        }

        var request = new CancelRequest(JobSubmitter.Person(caller), RunFold.Whole(time.GetUtcNow()));
        if (!await cluster.AllowsAsync(caller, "delete", ResourceKind.SparkApplication, workspace, null, ct))
        {
            // Refused in the API's own words, before anything is noted. If it allows it after all, that answer counts.
            await DeleteAsync(caller, key, app.Uid, ct);
            return await DoneAsync(app, await NoteAsync(app, request, ct), ct);
        }

        var first = await NoteAsync(app, request, ct);
        try
        {
            await DeleteAsync(caller, key, app.Uid, ct);
        }
        catch (ClusterException e) when (e.StatusCode is >= 400 and < 500)
        {
            await WithdrawAsync(app, request, ct);
            throw;
        }

        return await DoneAsync(app, first, ct);
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

    /// <returns>Who asked first.</returns>
    private async Task<string> NoteAsync(SparkApplicationView app, CancelRequest request, CancellationToken ct)
    {
        var first = live.RequestCancel(app.Uid, request);
        try
        {
            var facts = new RunFacts(app, [], request.At, null, null);
            return await writer.RequestCancelAsync(cluster.Id, app.Uid, first.Person, first.At, ct)
                ?? ((await writer.SaveAsync(cluster.Id, app.Uid, stored => RunFold.Apply(stored, facts), null, ct)) is null ? null : await writer.RequestCancelAsync(cluster.Id, app.Uid, first.Person, first.At, ct))
                ?? first.Person;
        }
        catch (StorageUnavailableException e)
        {
            // Cancelling works without the database; the recorder writes down later who it was.
            log.LogWarning("The request to cancel {Run} is noted in memory only: {Error}", app.Key, e.Message);
            return first.Person;
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

    private async Task<JobRun> DoneAsync(SparkApplicationView app, string first, CancellationToken ct)
    {
        changes.Publish(app.Key.Namespace, app.Uid);
        var run = await RunAsync(app, ct);
        // Deleted is cancelled, even though the watch may not have said so yet.
        return run.Ended ? run : run with { State = JobState.Cancelled, CancelledBy = first, EndedAt = RunFold.Whole(time.GetUtcNow()), Summary = RunNarrator.Ended(run with { State = JobState.Cancelled, CancelledBy = first }) };
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
