using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Core.History.Recording;

/// <summary>Records what the shared watch leaves out: a run's whole manifest, and the job that it can be read as, files included.</summary>
public sealed class RunDescriber(ICluster cluster, RunWriter writer, JobOptions options, ILogger<RunDescriber> log)
{
    /// <summary>Reads the object and stores it with the run; does nothing when the object is gone.</summary>
    public async Task DescribeAsync(JobRun run, CancellationToken ct)
    {
        try
        {
            var application = await cluster.GetAsync(Caller.Portal, new(run.Cluster, ResourceKind.SparkApplication, run.Workspace, run.Name), ct);
            if ((string?)application["metadata"]?["uid"] != run.Uid)
            {
                return;
            }

            var files = SparkJobReader.HasFiles(application) ? await FilesAsync(run, ct) : null;
            var definition = SparkJobReader.Read(application, files, options);
            (application["metadata"] as JsonObject)?.Remove("managedFields");
            await writer.SaveAsync(run.Cluster, run.Uid, stored => stored is null ? null : stored with { ManifestJson = application.ToJsonString(), Definition = stored.Definition ?? definition }, null, ct);
        }
        catch (ClusterException e)
        {
            log.LogInformation("The manifest of run {Run} in {Workspace} was not read: {Error}", run.Name, run.Workspace, e.Message);
        }
    }

    // Also mends what a portal that was stopped between two requests left undone: the files go when the run's object goes.
    private async Task<JsonObject?> FilesAsync(JobRun run, CancellationToken ct)
    {
        var key = new ResourceKey(run.Cluster, ResourceKind.ConfigMap, run.Workspace, RunName.Files(run.Name));
        try
        {
            var files = await cluster.GetAsync(Caller.Portal, key, ct);
            if (files["metadata"]?["ownerReferences"] is null)
            {
                await cluster.MergePatchAsync(Caller.Portal, key, SparkJobManifest.OwnedBy(run.Name, run.Uid), ct);
            }

            return files;
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            return null;
        }
    }
}
