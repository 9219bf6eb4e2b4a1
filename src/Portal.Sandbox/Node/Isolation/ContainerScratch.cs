namespace Portal.Sandbox.Node.Isolation;

/// <summary>What a container may write to besides its volumes: made new for each run of it, on the disk rather than in memory.</summary>
internal sealed class ContainerScratch(string containerFolder, ContainerOwner owner)
{
    private static readonly string[] HostFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/proc", "/dev"];

    /// <summary>Begins empty for each run.</summary>
    public string Folder { get; } = Renew(Path.Combine(containerFolder, "scratch"));

    /// <summary>Adds <c>/tmp</c>, the working directory and the file for a last message, where no volume is in their place.</summary>
    public IReadOnlyList<ContainerMount> Complete(IReadOnlyList<ContainerMount> mounts, string workingDirectory, string messagePath)
    {
        List<ContainerMount> all = [.. mounts];
        if (!all.Exists(m => m.Target == "/tmp"))
        {
            all.Add(new ContainerMount(owner.OwnFolder(Path.Combine(Folder, "tmp")), "/tmp", ReadOnly: false));
        }

        if (!IsBelow(workingDirectory, [.. all.Select(m => m.Target), .. HostFolders]))
        {
            all.Add(new ContainerMount(owner.OwnFolder(Path.Combine(Folder, "work")), workingDirectory, ReadOnly: false));
        }

        var message = Path.Combine(Folder, TerminationMessageFile);
        File.WriteAllBytes(message, []);
        owner.Own(message);
        all.Add(new ContainerMount(message, messagePath, ReadOnly: false));
        return all;
    }

    /// <summary>Name of the file that holds a container's last message.</summary>
    public const string TerminationMessageFile = "message";

    private static bool IsBelow(string path, IReadOnlyList<string> folders) =>
        path == "/" || folders.Any(f => path == f || path.StartsWith(f + "/", StringComparison.Ordinal));

    private static string Renew(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }
}
