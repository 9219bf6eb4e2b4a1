using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node.Volumes;

/// <summary>The data of persistent volume claims: outlives pods, goes with the claim.</summary>
internal sealed class ClaimFolders(IObjects objects, NodeFolders folders, TimeProvider time, ILogger<ClaimFolders> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Removes folders of claims that are gone, as they go.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            RemoveOrphans();
            try
            {
                await foreach (var (type, claim) in objects.WatchAsync(ResourceTypes.PersistentVolumeClaims, ct))
                {
                    if (type == "DELETED")
                    {
                        Remove(PathOf(claim));
                    }
                }
            }
            catch (ApiException e) when (e.Code == StatusCodes.Status410Gone)
            {
                logger.LogInformation("The node lagged behind and reads all claims anew");
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    private void RemoveOrphans()
    {
        // What is on the disk is looked at first: a claim that is made meanwhile is no orphan.
        var there = Folders(folders.Claims).SelectMany(Folders).ToList();
        var claims = objects.List(ResourceTypes.PersistentVolumeClaims, ns: null).Select(PathOf).ToHashSet();
        there.Where(folder => !claims.Contains(folder)).ToList().ForEach(Remove);
    }

    private string PathOf(JsonObject claim) => folders.Claim(claim.Namespace(), claim.Name(), claim.Uid());

    private void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(e, "The data of a removed claim could not be removed: {Folder}", folder);
        }
    }

    private static string[] Folders(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];
}
