using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Node.Isolation;

/// <summary>Gives files to the user that containers run as.</summary>
internal sealed class ContainerOwner(IsolationState isolation, NodeOptions options)
{
    public void Own(string path)
    {
        if (isolation.Level == IsolationLevel.Root && Libc.ChangeOwner(path, options.ContainerUser, options.ContainerUser) != 0)
        {
            throw new IOException($"{path} cannot be given to user {options.ContainerUser}.");
        }
    }

    /// <summary>Makes a folder that containers may write to.</summary>
    public string OwnFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            Own(path);
        }

        return path;
    }
}
