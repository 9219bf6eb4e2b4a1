using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Core.History.Recording;

/// <summary>Finds recorded runs whose objects went away while nobody recorded, and failed ones whose cause nobody looked for.</summary>
public sealed class RunReconciler(ICluster cluster, LiveRuns live, RunHistory history, RunWriter writer, CauseFinder causes, RunChanges changes, TimeProvider time, ILogger<RunReconciler> log)
{
    private const int PageSize = 200;

    /// <summary>Compares everything once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            for (var page = await history.WithObjectAsync(cluster.Id, "", PageSize, ct); page.Count > 0; page = await history.WithObjectAsync(cluster.Id, page[^1].Uid, PageSize, ct))
            {
                foreach (var run in page.Where(r => live.Find(r.Uid) is null))
                {
                    await CheckAsync(run, ct);
                }
            }
        }
        catch (ClusterException e)
        {
            log.LogInformation("Recorded runs are not compared with the cluster right now: {Error}", e.Message);
        }

        foreach (var uid in await history.UnexplainedAsync(cluster.Id, PageSize, ct))
        {
            causes.Ask(uid, null);
        }
    }

    // Not in the watch: gone, or so new that the watch has not delivered it.
    private async Task CheckAsync(JobRun run, CancellationToken ct)
    {
        try
        {
            var application = await cluster.GetAsync(Caller.Portal, new(run.Cluster, ResourceKind.SparkApplication, run.Workspace, run.Name), ct);
            if ((string?)application["metadata"]?["uid"] == run.Uid)
            {
                return;
            }
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            // Gone.
        }

        await writer.SaveAsync(run.Cluster, run.Uid, stored => stored is null ? null : RunFold.Vanished(stored, time.GetUtcNow()), null, ct);
        changes.Publish(run.Workspace, run.Uid);
    }
}
