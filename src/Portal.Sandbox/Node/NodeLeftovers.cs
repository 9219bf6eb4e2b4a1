using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
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

        SweepClaims();
    }

    /// <summary>A claim's data goes with the claim.</summary>
    public void SweepClaims()
    {
        var claims = objects.List(ResourceTypes.PersistentVolumeClaims, ns: null).Select(c => folders.Claim(c.Namespace(), c.Name(), c.Uid())).ToHashSet();
        foreach (var claim in Folders(folders.Claims).SelectMany(ns => Folders(ns.FullName)).Where(c => !claims.Contains(c.FullName)))
        {
            claim.Delete(recursive: true);
        }
    }

    private static DirectoryInfo[] Folders(string path) => Directory.Exists(path) ? new DirectoryInfo(path).GetDirectories() : [];
}
