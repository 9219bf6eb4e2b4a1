using System.Globalization;
using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Database;

/// <summary>
/// As whom PostgreSQL runs. It refuses to run as root, so root takes the account <c>postgres</c> where that account can reach the folder,
/// and otherwise a user namespace, in which the same user goes by another number.
/// </summary>
internal sealed record PostgresAccount(string Description, IReadOnlyList<string> Prefix, uint? Owner, uint? Group)
{
    private static readonly PostgresAccount Same = new("the current user", [], null, null);

    /// <summary>The first account that can use what belongs to it below <paramref name="folder"/>.</summary>
    /// <exception cref="LocalPostgresException">There is none.</exception>
    public static async Task<PostgresAccount> ChooseAsync(string folder, CancellationToken ct)
    {
        foreach (var account in Environment.IsPrivilegedProcess ? ForRoot() : [Same, .. InNamespace(null)])
        {
            if (await account.CanUseAsync(folder, ct))
            {
                return account;
            }
        }

        throw new LocalPostgresException(
            $"PostgreSQL needs an account that has a name, is not root and can use {folder}; there is none. Choose a data folder that the account postgres " +
            "can reach (for example below /var/lib), start as another user, or allow user namespaces.");
    }

    /// <summary>A command as that account, to be interrupted when the starting process dies.</summary>
    public ProcessSpec Command(string program, IReadOnlyList<string> arguments)
    {
        string[] all = [.. Prefix, .. DieWithParent(), program, .. arguments];
        return new ProcessSpec
        {
            FileName = all[0],
            Arguments = all[1..],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC" },
        };
    }

    /// <summary>Makes a file or folder that this process made the account's own.</summary>
    public void TakeOver(string path)
    {
        if (Owner is { } owner && Group is { } group)
        {
            Own(path, owner, group);
        }
    }

    private static void Own(string path, uint owner, uint group)
    {
        _ = Libc.ChangeOwner(path, owner, group);
        if (Directory.Exists(path))
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            {
                _ = Libc.ChangeOwner(entry, owner, group);
            }
        }
    }

    private static IEnumerable<PostgresAccount> ForRoot()
    {
        if (HostTools.Find("setpriv") is { } setpriv && Users().FirstOrDefault(u => u.Name == "postgres") is { Name: not null } postgres)
        {
            var (user, group) = (postgres.User.ToString(CultureInfo.InvariantCulture), postgres.Group.ToString(CultureInfo.InvariantCulture));
            yield return new("the account postgres", [setpriv, "--reuid", user, "--regid", group, "--clear-groups", "--"], postgres.User, postgres.Group);
        }

        foreach (var account in InNamespace(owner: 0))
        {
            yield return account;
        }
    }

    private static IEnumerable<PostgresAccount> InNamespace(uint? owner)
    {
        // The number must have a name, or initdb refuses.
        if (HostTools.Find("unshare") is { } unshare && Users().FirstOrDefault(u => u is { User: > 0, Group: > 0 }) is { Name: not null } named)
        {
            yield return new("a user namespace", [unshare, "--user", $"--map-user={named.User}", $"--map-group={named.Group}", "--"], owner, owner);
        }
    }

    private static string[] DieWithParent() => HostTools.Find("setpriv") is { } setpriv ? [setpriv, "--pdeathsig", "INT", "--"] : [];

    // postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
    private static IEnumerable<(string? Name, uint User, uint Group)> Users() => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3)
        .Select(fields => ((string?)fields[0], uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture)));

    private async Task<bool> CanUseAsync(string folder, CancellationToken ct)
    {
        var probe = Directory.CreateDirectory(Path.Combine(folder, "probe")).FullName;
        try
        {
            TakeOver(probe);
            return (await HostProcess.RunAsync(Command("/bin/mkdir", [Path.Combine(probe, "made")]), ct)).ExitCode == 0
                && (await HostProcess.RunAsync(Command("/usr/bin/id", ["-un"]), ct)).ExitCode == 0;
        }
        finally
        {
            Directory.Delete(probe, recursive: true);
        }
    }
}
