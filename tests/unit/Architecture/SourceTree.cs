using System.Text.RegularExpressions;

namespace Portal.UnitTests.Architecture;

/// <summary>The project's own source files, for rules about what may stand where.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Files under a folder of the repository, by path relative to it, with their text; comments are left out.</summary>
    public static IEnumerable<(string Path, string Code)> Files(string folder, params string[] extensions)
    {
        var full = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Where(f => extensions.Contains(Path.GetExtension(f)) && !f.Contains("node_modules", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(Root, f).Replace('\\', '/'), Regex.Replace(File.ReadAllText(f), @"^\s*//.*$", "", RegexOptions.Multiline)));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
