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
        if (!Environment.IsPrivilegedProcess)
        {
            return Same;
        }

        foreach (var account in Candidates())
        {
            if (await account.CanUseAsync(folder, ct))
            {
                return account;
            }
        }

        throw new LocalPostgresException(
            $"PostgreSQL refuses to run as root, and no other account can use {folder}. Choose a data folder that the account postgres can reach " +
            "(for example below /var/lib), start as another user than root, or allow user namespaces.");
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

    private static IEnumerable<PostgresAccount> Candidates()
    {
        if (HostTools.Find("setpriv") is { } setpriv && FindUser("postgres") is var (user, group))
        {
            var (u, g) = (user.ToString(CultureInfo.InvariantCulture), group.ToString(CultureInfo.InvariantCulture));
            yield return new("the account postgres", [setpriv, "--reuid", u, "--regid", g, "--clear-groups", "--"], user, group);
        }

        if (HostTools.Find("unshare") is { } unshare)
        {
            yield return new("a user namespace", [unshare, "--user", "--map-user=1000", "--map-group=1000", "--"], 0, 0);
        }
    }

    private static string[] DieWithParent() => HostTools.Find("setpriv") is { } setpriv ? [setpriv, "--pdeathsig", "INT", "--"] : [];

    // postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
    private static (uint User, uint Group)? FindUser(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => ((uint, uint)?)(uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture)))
        .FirstOrDefault();

    private async Task<bool> CanUseAsync(string folder, CancellationToken ct)
    {
        var probe = Directory.CreateDirectory(Path.Combine(folder, "probe")).FullName;
        try
        {
            TakeOver(probe);
            return (await HostProcess.RunAsync(Command("/bin/mkdir", [Path.Combine(probe, "made")]), ct)).ExitCode == 0;
        }
        finally
        {
            Directory.Delete(probe, recursive: true);
        }
    }
}
