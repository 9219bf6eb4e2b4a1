using System.Security.Cryptography;
using Portal.Sandbox.Hosting;
using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Database;

/// <summary>Makes the files of a new PostgreSQL: all of it or nothing.</summary>
internal sealed class PostgresSetup(LocalPostgresOptions options, PostgresFiles files)
{
    /// <summary>Owner of the database and its name.</summary>
    public const string Name = "portal";

    public async Task EnsureAsync(string binaries, PostgresAccount account, CancellationToken ct)
    {
        if (files.Version is not null)
        {
            return;
        }

        if (Directory.Exists(files.Unfinished))
        {
            Directory.Delete(files.Unfinished, recursive: true);
        }

        Directory.CreateDirectory(files.Unfinished);
        account.TakeOver(files.Unfinished);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        PrivateFile.Write(files.Password, password);
        await InitializeAsync(binaries, account, password, ct);
        await RunAsync(
            account.Command(Path.Combine(binaries, "postgres"), ["--single", "-D", files.Unfinished, "-c", Durability, "postgres"])
                with
            { Input = $"CREATE DATABASE {Name};\n" },
            ct);
        if (Directory.Exists(files.Cluster))
        {
            Directory.Delete(files.Cluster);
        }

        Directory.Move(files.Unfinished, files.Cluster);
    }

    private string Durability => options.Durable ? "fsync=on" : "fsync=off";

    private async Task InitializeAsync(string binaries, PostgresAccount account, string password, CancellationToken ct)
    {
        // The account need not be able to read what belongs to the sandbox, so it gets a copy for as long as it takes.
        PrivateFile.Write(files.PasswordForSetup, password);
        account.TakeOver(files.PasswordForSetup);
        try
        {
            List<string> arguments =
            [
                "-D", files.Unfinished, "-U", Name, "--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C", "--auth=scram-sha-256",
                $"--pwfile={files.PasswordForSetup}", "--no-instructions",
            ];
            if (!options.Durable)
            {
                arguments.Add("--no-sync");
            }

            if (await HasChecksumsByDefaultAsync(binaries, ct))
            {
                arguments.Add("--no-data-checksums");
            }

            await RunAsync(account.Command(Path.Combine(binaries, "initdb"), arguments), ct);
        }
        finally
        {
            File.Delete(files.PasswordForSetup);
        }
    }

    private static async Task<bool> HasChecksumsByDefaultAsync(string binaries, CancellationToken ct)
    {
        var help = await HostProcess.RunAsync(new ProcessSpec { FileName = Path.Combine(binaries, "initdb"), Arguments = ["--help"] }, ct);
        return help.Output.Contains("--no-data-checksums", StringComparison.Ordinal);
    }

    private static async Task RunAsync(ProcessSpec command, CancellationToken ct)
    {
        var result = await HostProcess.RunAsync(command, ct);
        if (result.ExitCode != 0)
        {
            throw new LocalPostgresException($"PostgreSQL could not be set up (exit code {result.ExitCode}): {(result.Error + result.Output).Trim()}");
        }
    }
}
