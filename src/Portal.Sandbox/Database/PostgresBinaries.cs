using System.Globalization;

namespace Portal.Sandbox.Database;

/// <summary>Finds PostgreSQL on this host.</summary>
internal static class PostgresBinaries
{
    /// <summary>Folder with <c>postgres</c> and <c>initdb</c>.</summary>
    /// <param name="version">Major version that made the files, to be preferred over a newer one; null takes PATH, then the newest.</param>
    public static string Find(string? version)
    {
        // Debian keeps them out of PATH: /usr/lib/postgresql/15/bin
        var debian = new DirectoryInfo("/usr/lib/postgresql");
        var versions = (debian.Exists ? debian.GetDirectories() : [])
            .OrderByDescending(d => double.TryParse(d.Name, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return versions.Where(d => d.Name == version).Select(Bin).Concat(path).Concat(versions.Select(Bin)).FirstOrDefault(IsComplete)
            ?? throw new LocalPostgresException(
                "PostgreSQL is not installed: neither PATH nor /usr/lib/postgresql has postgres and initdb. Install it, for example with: apt install postgresql");
    }

    private static string Bin(DirectoryInfo version) => Path.Combine(version.FullName, "bin");

    private static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));
}
