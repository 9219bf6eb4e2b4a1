using System.Text.Json.Nodes;
using Portal.Sandbox.Images;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Isolation;
using Portal.Sandbox.Node.Settings;

namespace Portal.Sandbox.Node.Volumes;

/// <summary>What of the volumes and of the image is seen at which path of a container.</summary>
internal sealed class ContainerMounts(ContainerOwner owner)
{
    /// <summary>Where clients look for their token.</summary>
    public const string ServiceAccountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <exception cref="ContainerConfigException">A mount names no volume, or a path that cannot be.</exception>
    public IReadOnlyList<ContainerMount> Of(
        JsonObject container, HostImage image, IReadOnlyDictionary<string, PodVolume> volumes, IReadOnlyDictionary<string, string> variables)
    {
        List<ContainerMount> mounts = [.. container.Items("volumeMounts").Select(mount => Mount(mount, volumes, variables))];
        mounts.AddRange(image.Mounts.Where(m => !IsTaken(mounts, m.Key)).Select(m => new ContainerMount(m.Value, m.Key, ReadOnly: true)));
        return mounts;
    }

    private static bool IsTaken(List<ContainerMount> mounts, string target) => mounts.Exists(m => m.Target == target);

    private ContainerMount Mount(JsonObject mount, IReadOnlyDictionary<string, PodVolume> volumes, IReadOnlyDictionary<string, string> variables)
    {
        var name = mount.Text("name") ?? "";
        if (!volumes.TryGetValue(name, out var volume))
        {
            throw new ContainerConfigException($"volumeMount \"{name}\" names no volume of the pod");
        }

        var target = "/" + (mount.Text("mountPath") ?? "").Trim('/');
        if (target == "/" || target.Split('/').Contains(".."))
        {
            throw new ContainerConfigException($"mountPath \"{mount.Text("mountPath")}\" is no path to mount at");
        }

        var subPath = mount.Text("subPathExpr") is { } template ? VariableExpansion.Expand(template, variables) : mount.Text("subPath");
        var source = string.IsNullOrEmpty(subPath) ? volume.Folder : SubPath(volume, subPath);
        return new ContainerMount(source, target, volume.ReadOnly || (mount.Flag("readOnly") ?? false));
    }

    private string SubPath(PodVolume volume, string subPath)
    {
        var path = RelativePath.Below(volume.Folder, subPath);
        if (Path.Exists(path))
        {
            return path;
        }

        return volume.ReadOnly ? throw new ContainerConfigException($"subPath \"{subPath}\" is not in the volume") : owner.OwnFolder(path);
    }
}
