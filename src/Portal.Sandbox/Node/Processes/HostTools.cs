namespace Portal.Sandbox.Node.Processes;

/// <summary>Programs of the host that the sandbox makes use of where they are there.</summary>
internal static class HostTools
{
    private static readonly string[] Folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

    /// <summary>Absolute path of a program, or null.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Absolute path of a program that was found before.</summary>
    public static string Require(string name) => Find(name) ?? throw new FileNotFoundException($"{name} is not installed.", name);
}
