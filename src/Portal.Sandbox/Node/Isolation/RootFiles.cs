using System.Globalization;

namespace Portal.Sandbox.Node.Isolation;

/// <summary>The files of the host that every container sees, read-only, and the few that are made up for it.</summary>
internal sealed class RootFiles(NodeFolders folders, NodeOptions options)
{
    /// <summary>What programs of the host need to run; nothing that tells about its users.</summary>
    private static readonly string[] FromEtc =
    [
        "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "ssl", "ca-certificates", "pki", "resolv.conf", "hosts", "nsswitch.conf", "host.conf",
        "gai.conf", "localtime", "timezone", "mime.types", "services", "protocols", "fonts", "java-8-openjdk", "java-11-openjdk", "java-17-openjdk",
        "java-21-openjdk", "java-25-openjdk", "python3", "magic",
    ];

    private static readonly string[] Top = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    /// <summary>Writes the made-up files.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(folders.Etc);
        var (user, group) = Environment.IsPrivilegedProcess ? (options.ContainerUser, options.ContainerUser) : HostUser();
        File.WriteAllText(Path.Combine(folders.Etc, "passwd"), $"root:x:0:0:root:/:/usr/sbin/nologin\ncontainer:x:{user}:{group}:container:/tmp:/bin/sh\n");
        File.WriteAllText(Path.Combine(folders.Etc, "group"), $"root:x:0:\ncontainer:x:{group}:\n");
    }

    /// <summary>Arguments of bubblewrap.</summary>
    public IEnumerable<string> Arguments()
    {
        string[] all = ["--ro-bind", "/usr", "/usr"];
        return all.Concat(Top.SelectMany(FromTop))
            .Concat(FromEtc.SelectMany(name => (string[])["--ro-bind-try", $"/etc/{name}", $"/etc/{name}"]))
            .Concat(["--ro-bind", Path.Combine(folders.Etc, "passwd"), "/etc/passwd", "--ro-bind", Path.Combine(folders.Etc, "group"), "/etc/group"])
            .Concat(["--proc", "/proc", "--dev", "/dev"]);
    }

    /// <summary>Most systems have <c>/bin -> usr/bin</c>, older ones a folder.</summary>
    private static string[] FromTop(string name)
    {
        var path = $"/{name}";
        return new DirectoryInfo(path) switch
        {
            { LinkTarget: { } target } => ["--symlink", target, path],
            { Exists: true } => ["--ro-bind", path, path],
            _ => [],
        };
    }

    // /proc/self/status: "Uid:	1000	1000	1000	1000"
    private static (uint User, uint Group) HostUser()
    {
        var lines = File.ReadAllLines("/proc/self/status");
        return (Second("Uid:"), Second("Gid:"));

        uint Second(string name) =>
            uint.Parse(lines.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
    }
}
