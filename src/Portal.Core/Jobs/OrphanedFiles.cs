using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Workspaces;

namespace Portal.Core.Jobs;

/// <summary>
/// Tidies up after submissions that broke off between their two requests: files whose run came to be after all get it as their owner,
/// files without a run are deleted. A submission that is repeated while this happens makes its files anew.
/// </summary>
public sealed class OrphanedFiles(ICluster cluster, TimeProvider time, ILogger<OrphanedFiles> log)
{
    /// <summary>Files younger than this belong to a submission that may still go on, or be repeated.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    /// <summary>Looks at the files of all workspaces once.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            var files = await cluster.ListAsync(Caller.Portal, ResourceKind.ConfigMap, PortalLabels.Run, ct);
            foreach (var orphan in files.Where(IsOrphan))
            {
                await SettleAsync(orphan, orphan.Labels[PortalLabels.Run], ct);
            }
        }
        catch (ClusterException e)
        {
            log.LogInformation("Files that belong to no run are not looked for right now: {Error}", e.Message);
        }
    }

    private bool IsOrphan(MetadataView files) =>
        !files.HasOwner
        && time.GetUtcNow() - files.CreatedAt >= Age
        // Ours by their name and by who submitted them, not only by a label that anybody may copy.
        && files.Annotations.ContainsKey(PortalLabels.SubmissionKey)
        && files.Key.Name == RunName.Files(files.Labels.GetValueOrDefault(PortalLabels.Run) ?? "");

    private async Task SettleAsync(MetadataView files, string runName, CancellationToken ct)
    {
        if (await FindRunAsync(files.Key with { Kind = ResourceKind.SparkApplication, Name = runName }, ct) is not { } run)
        {
            log.LogInformation("{Files} belong to no run and are deleted", files.Key);
            await cluster.DeleteAsync(Caller.Portal, files.Key, files.Uid, ct);
        }
        else if ((string?)run["metadata"]?["annotations"]?[PortalLabels.SubmissionKey] == files.Annotations[PortalLabels.SubmissionKey])
        {
            await cluster.MergePatchAsync(Caller.Portal, files.Key, SparkJobManifest.OwnedBy(runName, (string)run["metadata"]!["uid"]!), ct);
        }
    }

    // Asked of the API and not of the watch: files of a run must never be taken for an orphan's.
    private async Task<JsonObject?> FindRunAsync(ResourceKey key, CancellationToken ct)
    {
        try
        {
            return await cluster.GetAsync(Caller.Portal, key, ct);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            return null;
        }
    }
}
