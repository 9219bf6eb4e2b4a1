using System.Globalization;

namespace Portal.Sandbox.Database;

/// <summary>Where the things of a <see cref="LocalPostgres"/> lie.</summary>
internal sealed class PostgresFiles(string folder)
{
    /// <summary>PostgreSQL's own data directory.</summary>
    public string Cluster { get; } = Path.Combine(folder, "cluster");

    /// <summary>The same while it is being made.</summary>
    public string Unfinished { get; } = Path.Combine(folder, "cluster.new");

    public string Password { get; } = Path.Combine(folder, "password");

    public string PasswordForSetup { get; } = Path.Combine(folder, "password.setup");

    /// <summary>Connection string of the running server.</summary>
    public string Connection { get; } = Path.Combine(folder, "connection");

    /// <summary>Major version that made the cluster; null before there is one.</summary>
    public string? Version => File.Exists(VersionFile) ? File.ReadAllText(VersionFile).Trim() : null;

    public string VersionFile => Path.Combine(Cluster, "PG_VERSION");

    /// <summary>Port of the last start, or null.</summary>
    public int? LastPort
    {
        get => File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var port) ? port : null;
        set => File.WriteAllText(PortFile, value?.ToString(CultureInfo.InvariantCulture) ?? "");
    }

    private string PortFile { get; } = Path.Combine(folder, "port");
}
