using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.History.Live;
using Portal.Core.Storage;

namespace Portal.Core.History.Outbox;

/// <summary>While PostgreSQL does not answer, holds the ends of runs whose objects are gone: should the portal stop before it is back, nobody else would know them.</summary>
public sealed class OutageKeeper(LiveRuns live, RunChanges changes, RunOutbox outbox, StorageHealth health, ILogger<OutageKeeper> log) : BackgroundService
{
    // Up to which change each run of this outage is held; no more of them than of runs that are gone.
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Both ends of an outage are announced to everybody, so nothing that went just before it is missed.
        await foreach (var uids in changes.WatchAsync(null, stoppingToken))
        {
            if (health.Outage is null)
            {
                _held.Clear();
                continue;
            }

            IEnumerable<RunFacts> runs = uids.Count == 0 ? live.All() : uids.Select(live.Find).OfType<RunFacts>();
            foreach (var facts in runs.Where(f => f.GoneAt is not null && _held.GetValueOrDefault(f.App.Uid, -1) < f.Revision))
            {
                Hold(facts);
            }
        }
    }

    private void Hold(RunFacts facts)
    {
        try
        {
            outbox.Add(new RunNote(facts, null, "{}"));
            _held[facts.App.Uid] = facts.Revision;
        }
        catch (StorageUnavailableException e)
        {
            // It is still held in memory, and written when PostgreSQL is back.
            log.LogWarning("The end of run {Run} is known in memory only: {Error}", facts.App.Key, e.Message);
        }
    }
}
