using Portal.Sandbox.Node.Settings;

namespace Portal.Sandbox.Node.Volumes;

/// <summary>Paths that people write and that must stay below a folder.</summary>
internal static class RelativePath
{
    /// <exception cref="ContainerConfigException">It leads out of the folder, or nowhere.</exception>
    public static string Check(string path)
    {
        var parts = path.Split('/');
        return path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && !parts.Contains("..") && parts[0].Length > 0
            ? path
            : throw new ContainerConfigException($"path \"{path}\" must be relative and must not contain \"..\"");
    }

    /// <summary>The path below <paramref name="folder"/>, where no part may be a link: a container may have put one there that leads out.</summary>
    /// <exception cref="ContainerConfigException">There is a link.</exception>
    public static string Below(string folder, string path)
    {
        var current = folder;
        foreach (var part in Check(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            if (new FileInfo(current).LinkTarget is not null)
            {
                throw new ContainerConfigException($"subPath \"{path}\" must not lead over a symbolic link");
            }
        }

        return current;
    }
}
