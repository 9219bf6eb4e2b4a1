using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Pods;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node;

/// <summary>Clears away what an earlier run of the sandbox left: processes, and folders of pods and claims that are gone.</summary>
internal sealed class NodeLeftovers(IObjects objects, NodeFolders folders, PodTools tools)
{
    public void Sweep()
    {
        var pods = objects.List(ResourceTypes.Pods, ns: null).Select(pod => pod.Uid()).ToHashSet();
        foreach (var pod in Folders(folders.Pods))
        {
            foreach (var container in Folders(Path.Combine(pod.FullName, "containers")))
            {
                LeftoverProcess.Sweep(container.FullName);
            }

            if (!pods.Contains(pod.Name))
            {
                tools.RemoveFolder(pod.Name);
            }
        }
    }

    private static DirectoryInfo[] Folders(string path) => Directory.Exists(path) ? new DirectoryInfo(path).GetDirectories() : [];
}
