namespace Portal.UnitTests.Kube.Support;

/// <summary>Real files of other projects: in the folder that PORTAL_SHARED names, or beside the repository.</summary>
internal static class SharedData
{
    /// <summary>The path; skips the test where the files are not there.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => Find(["data", .. parts]);

    /// <summary>The path of a tool that comes with the data; skips the test where it is not there.</summary>
    public static string Tool(params ReadOnlySpan<string> parts) => Find(["tools", .. parts]);

    private static string Find(ReadOnlySpan<string> parts)
    {
        var root = Environment.GetEnvironmentVariable("PORTAL_SHARED") ?? System.IO.Path.Combine(RepositoryRoot(), "..", "shared");
        var path = System.IO.Path.Combine([root, .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"The shared test data is not here: {path}");
        return path;
    }

    /// <summary>Body of a recorded answer of a real API server.</summary>
    public static byte[] WireBody(string name)
    {
        var bytes = File.ReadAllBytes(Path("kubernetes", "wire", $"{name}.response"));
        var head = bytes.AsSpan().IndexOf("\n\n"u8) is var unix and >= 0 ? unix + 2 : bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return bytes[head..];
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Portal.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
