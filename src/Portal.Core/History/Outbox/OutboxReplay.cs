using Microsoft.Extensions.Logging;
using Portal.Core.History.Recording;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Core.History.Outbox;

/// <summary>Brings what the outbox holds into the database. It may be interrupted anywhere and done again.</summary>
public sealed class OutboxReplay(RunOutbox outbox, RunWriter writer, CauseFinder causes, RunChanges changes, ILogger<OutboxReplay> log)
{
    /// <summary>Writes everything that is held.</summary>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer; what is left stays held.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (outbox.Held() is { Count: > 0 } notes)
        {
            foreach (var note in notes)
            {
                await WriteAsync(note, ct);
            }

            outbox.Written(notes.Count);
            log.LogInformation("{Count} notes of runs from an outage are in the database now", notes.Count);
        }
    }

    /// <summary>Writes whatever comes, until cancelled.</summary>
    /// <exception cref="StorageUnavailableException">PostgreSQL does not answer; what is left stays held.</exception>
    public async Task FollowAsync(CancellationToken ct)
    {
        while (true)
        {
            await outbox.WaitForMoreAsync(ct);
            await RunAsync(ct);
        }
    }

    private async Task WriteAsync(RunNote note, CancellationToken ct)
    {
        var app = note.Facts.App;
        try
        {
            var run = await writer.SaveAsync(app.Key.Cluster, app.Uid, note.Onto, note.SubmissionKey, ct);
            changes.Publish(app.Key.Namespace, app.Uid);
            if (run is { State: JobState.Failed, Cause: null })
            {
                causes.Ask(app.Uid, note.Facts);
            }
        }
        catch (Exception e) when (e is not (StorageUnavailableException or OperationCanceledException))
        {
            // One note that cannot be written must not keep the others from it.
            log.LogError(e, "What was noted of run {Run} was not recorded", app.Key);
        }
    }
}
