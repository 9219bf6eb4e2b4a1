using System.Globalization;
using Portal.Sandbox.Node.Processes;
using Portal.Sandbox.Node.Settings;

namespace Portal.Sandbox.Node.Isolation;

/// <summary>
/// Turns a <see cref="ContainerLaunch"/> into the process to start. Reads as: join the control groups; bubblewrap builds the container's view of
/// files and processes; setpriv gives up root for good; the container's command.
/// </summary>
internal sealed class ContainerCommand(RootFiles root, NodeOptions options)
{
    /// <summary>
    /// Fixed text: what follows are its arguments, never part of it. bubblewrap reads its options from a pipe, so that neither they nor the
    /// container's variables show in the host's list of processes.
    /// </summary>
    private const string Script = """while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done; shift; exec "$@" 3<&0 </dev/null""";

    private const string PathVariable = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public ProcessSpec For(IsolationLevel level, ContainerLaunch launch) => level == IsolationLevel.None ? Plain(launch) : Isolated(level, launch);

    private ProcessSpec Isolated(IsolationLevel level, ContainerLaunch launch)
    {
        var bubblewrap = HostTools.Require("bwrap");
        var asRoot = level == IsolationLevel.Root;
        return new ProcessSpec
        {
            FileName = "/bin/sh",
            Arguments =
            [
                "-c", Script, "container", .. launch.ControlGroups, "--", bubblewrap, "--args", "3", "--",
                .. asRoot ? DropRoot(launch) : [], .. launch.Command,
            ],
            Environment = new Dictionary<string, string> { ["PATH"] = PathVariable },
            // Killed alone and early, bubblewrap would leave the process behind that waits for it to go on.
            LeadsGroup = true,
            Input = string.Concat(Options(launch, asRoot).Select(Terminated)),
        };
    }

    /// <summary>A text with such a byte in it would become options of its own.</summary>
    private static string Terminated(string option) => option.Contains('\0', StringComparison.Ordinal)
        ? throw new ContainerConfigException("a variable, path or name of the container has a NUL byte in it")
        : option + '\0';

    private IEnumerable<string> Options(ContainerLaunch launch, bool asRoot)
    {
        IEnumerable<string> all =
        [
            "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", launch.HostName,
            "--die-with-parent", "--new-session",
            .. asRoot ? (string[])[] : ["--unshare-user", "--disable-userns", "--cap-drop", "ALL"],
            .. root.Arguments(),
            // Like container runtimes: for semaphores and small shared memory.
            "--size", "67108864", "--perms", "1777", "--tmpfs", "/dev/shm",
        ];
        // Outer mounts first: /data must not hide /data/in.
        all = all.Concat(launch.Mounts.OrderBy(m => m.Target.Count(c => c == '/')).SelectMany(Mount));
        all = all.Concat(["--chdir", launch.WorkingDirectory, "--clearenv"]);
        return all.Concat(launch.Environment.Where(v => !asRoot || !LoaderVariables.Contains(v.Key)).SelectMany(v => (string[])["--setenv", v.Key, v.Value]));
    }

    /// <summary>Folders on the way are made explicitly: those that bubblewrap makes by itself are for its own user only.</summary>
    private static IEnumerable<string> Mount(ContainerMount mount)
    {
        var parts = mount.Target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parents = Enumerable.Range(1, parts.Length - 1).Select(count => "/" + string.Join('/', parts[..count]));
        return parents.SelectMany(path => (string[])["--dir", path]).Concat([mount.ReadOnly ? "--ro-bind" : "--bind", mount.Source, mount.Target]);
    }

    private string[] DropRoot(ContainerLaunch launch)
    {
        var user = options.ContainerUser.ToString(CultureInfo.InvariantCulture);
        string[] drop =
        [
            "/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--",
        ];
        // Only here is it harmless what these do.
        var late = launch.Environment.Where(v => LoaderVariables.Contains(v.Key)).Select(v => $"{v.Key}={v.Value}").ToList();
        return late.Count == 0 ? drop : [.. drop, "/usr/bin/env", .. late];
    }

    private static ProcessSpec Plain(ContainerLaunch launch) => new()
    {
        FileName = HostTools.Require("setpriv"),
        Arguments = ["--pdeathsig", "KILL", "--", .. launch.Command],
        LeadsGroup = true,
        Environment = launch.Environment,
        WorkingDirectory = launch.WorkingDirectory,
    };
}
