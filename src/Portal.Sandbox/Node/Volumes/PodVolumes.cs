using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Isolation;
using Portal.Sandbox.Node.Settings;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node.Volumes;

/// <summary>Makes the folders behind a pod's volumes.</summary>
internal sealed class PodVolumes(IObjects objects, NodeFolders folders, VolumeFiles files, ContainerOwner owner)
{
    /// <summary>The volumes by name.</summary>
    /// <exception cref="VolumeException">One cannot be made now.</exception>
    public IReadOnlyDictionary<string, PodVolume> SetUp(JsonObject pod) =>
        pod.Items("spec", "volumes").ToDictionary(v => v.Text("name") ?? "", v => SetUp(pod, v));

    private PodVolume SetUp(JsonObject pod, JsonObject volume)
    {
        var name = volume.Text("name") ?? "";
        try
        {
            if (volume.At("persistentVolumeClaim") is { } claim)
            {
                return new PodVolume(Claim(pod, claim.Text("claimName") ?? ""), claim.Flag("readOnly") ?? false);
            }

            var folder = folders.Volume(pod.Uid(), name);
            if (volume.At("emptyDir") is not null)
            {
                return new PodVolume(owner.OwnFolder(folder), ReadOnly: false);
            }

            var kind = string.Join(", ", volume.Select(p => p.Key).Where(k => k != "name"));
            return files.Of(pod, volume) is { } content
                ? new PodVolume(Write(folder, content), ReadOnly: true)
                : throw new ContainerConfigException($"the sandbox has no volumes of this kind: {kind}");
        }
        catch (Exception e) when (e is ContainerConfigException or IOException)
        {
            throw new VolumeException($"MountVolume.SetUp failed for volume \"{name}\" : {e.Message}");
        }
    }

    private string Claim(JsonObject pod, string name) => objects.Get(ResourceTypes.PersistentVolumeClaims, pod.Namespace(), name) is { } claim
        ? owner.OwnFolder(folders.Claim(pod.Namespace(), name, claim.Uid()))
        : throw new ContainerConfigException($"persistentvolumeclaim \"{name}\" not found");

    private string Write(string folder, IReadOnlyList<VolumeFile> content)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in content)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
            owner.Own(path);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, (UnixFileMode)file.Mode);
            }
        }

        return folder;
    }
}
