using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Database;

/// <summary>What an earlier server left behind: processes that still end, and a lock file that may name a stranger.</summary>
internal static class PostgresLeftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until no process of the cluster is left, then removes a stale lock.</summary>
    /// <exception cref="LocalPostgresException">One goes on running: the folder is in use.</exception>
    public static async Task ClearAsync(PostgresFiles files, TimeProvider time, CancellationToken ct)
    {
        if (files.Version is null)
        {
            return;
        }

        var cluster = ProcFile.RealFolder(files.VersionFile);
        var began = time.GetTimestamp();
        while (Users(cluster) is [var pid, ..])
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                throw new LocalPostgresException($"PostgreSQL is already running in {cluster} (process {pid}). Stop what started it, or choose another folder.");
            }

            await Task.Delay(Pause, time, ct);
        }

        // Its number may belong to another program by now (always so after a container's restart), at which PostgreSQL would refuse to start.
        File.Delete(Path.Combine(files.Cluster, "postmaster.pid"));
    }

    /// <summary>Every process of a server, the first one and its workers, has the cluster as its working directory.</summary>
    private static int[] Users(string cluster) => ProcFile.All().Where(pid => ProcFile.WorkingDirectory(pid) == cluster).ToArray();
}
