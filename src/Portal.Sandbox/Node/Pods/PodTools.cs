using Portal.Sandbox.Api;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>What every <see cref="PodWorker"/> works with.</summary>
internal sealed class PodTools(
    IObjects objects, PodVolumes volumes, UnitRunner runner, PodEvents events, NodeFolders folders, NodeOptions options, TimeProvider time,
    ILogger<PodWorker> logger)
{
    public IObjects Objects { get; } = objects;

    public PodVolumes Volumes { get; } = volumes;

    public UnitRunner Runner { get; } = runner;

    public PodEvents Events { get; } = events;

    public NodeOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>Whether an earlier sandbox had started that run of a container.</summary>
    public bool HadStarted(string podUid, string container, int run) => LeftoverProcess.HadStarted(folders.Container(podUid, container), run);

    /// <summary>Removes all that a pod left on the disk, its logs included.</summary>
    public void RemoveFolder(string podUid)
    {
        var folder = folders.Pod(podUid);
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept when the node starts next.
            Logger.LogWarning(e, "The folder of a removed pod could not be removed: {Folder}", folder);
        }
    }
}
