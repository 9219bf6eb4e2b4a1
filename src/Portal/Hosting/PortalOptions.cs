using Portal.Core.Jobs;

namespace Portal.Hosting;

/// <summary>Settings of the portal: configuration section <c>Portal</c>, so <c>Portal__Data=/srv/portal</c> in the environment.</summary>
public sealed record PortalOptions
{
    public const string Section = "Portal";

    public ClusterOptions Cluster { get; init; } = new();

    /// <summary>Connection string of the PostgreSQL database; give this or <see cref="DatabaseFile"/>.</summary>
    public string? Database { get; init; }

    /// <summary>File that holds the connection string, so that a password need not stand in the environment.</summary>
    public string? DatabaseFile { get; init; }

    /// <summary>Folder that the portal writes to: logs and the keys that protect sign-ins. Keep it across restarts.</summary>
    public string Data { get; init; } = "";

    /// <summary>Folder with the sample jobs; none are offered when it is not set.</summary>
    public string? Samples { get; init; }

    /// <summary>What the platform fills in where a job says nothing.</summary>
    public JobOptions Jobs { get; init; } = new();

    public SignInOptions SignIn { get; init; } = new();

    /// <summary>Path under which a proxy serves the portal, for example <c>/portal</c>; empty when it is served from the root.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>Folder of the keys that protect sign-in cookies.</summary>
    public string KeysFolder => Path.Combine(Data, "keys");

    /// <summary>Folder of the logs that were read from the cluster.</summary>
    public string LogsFolder => Path.Combine(Data, "logs");

    /// <summary>The connection string, wherever it was given.</summary>
    public string ReadDatabase() => DatabaseFile is null ? Database ?? "" : File.ReadAllText(DatabaseFile).Trim();
}
