namespace Portal.Sandbox.Hosting;

/// <summary>Files that hold secrets: readable by their owner only, and never seen half written.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string text)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            CreateFolder(folder);
        }
        var unfinished = path + ".tmp";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        using (var file = new StreamWriter(unfinished, options))
        {
            file.Write(text);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Writes only what is not there yet in that form.</summary>
    public static void Update(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            Write(path, text);
        }
    }

    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
