namespace Portal.Sandbox.Node.Processes;

/// <summary>Reads <c>/proc</c>; a process that is gone, or not ours to look at, reads as nothing.</summary>
internal static class ProcFile
{
    /// <summary>Folder of an existing file with all symbolic links resolved, as <c>/proc</c> names it.</summary>
    public static string RealFolder(string file)
    {
        using var handle = File.OpenHandle(file);
        var target = File.ResolveLinkTarget($"/proc/self/fd/{handle.DangerousGetHandle()}", returnFinalTarget: false);
        return Path.GetDirectoryName(target!.FullName)!;
    }

    public static string? WorkingDirectory(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
