using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Node.Isolation;

/// <summary>Finds out, by doing it, how well containers can be isolated on this machine.</summary>
internal sealed class IsolationProbe(
    ContainerCommand command, RootFiles root, IsolationState state, NodeFolders folders, NodeOptions options, ILogger<IsolationProbe> logger)
{
    private static readonly string[] Needed = ["bwrap", "setpriv", "setsid"];

    public async Task RunAsync(CancellationToken ct)
    {
        root.Prepare();
        var best = Environment.IsPrivilegedProcess ? IsolationLevel.Root : IsolationLevel.User;
        var problem = options.Isolate ? await TryAsync(best, ct) : "it was switched off";
        state.Level = problem is null ? best : IsolationLevel.None;
        if (problem is null)
        {
            logger.LogInformation("Containers are isolated by bubblewrap (level {Level})", state.Level);
        }
        else
        {
            logger.LogWarning(
                "CONTAINERS ARE NOT ISOLATED: they run as processes of this user, with its files, and volumes cannot be mounted. Why: {Problem}", problem);
        }
    }

    /// <returns>Why it does not work; null when it does.</returns>
    private async Task<string?> TryAsync(IsolationLevel level, CancellationToken ct)
    {
        if (Needed.FirstOrDefault(tool => HostTools.Find(tool) is null) is { } missing)
        {
            return $"{missing} is not installed";
        }

        var launch = new ContainerLaunch
        {
            Command = ["/bin/true"],
            Environment = new Dictionary<string, string>(),
            Mounts = [new ContainerMount(folders.Etc, "/probe", ReadOnly: true)],
            WorkingDirectory = "/",
            HostName = "probe",
        };
        var result = await HostProcess.RunAsync(command.For(level, launch), ct);
        return result.ExitCode == 0 ? null : $"bubblewrap fails here: {result.Error.Trim()}";
    }
}
