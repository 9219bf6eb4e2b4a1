using System.Globalization;

namespace Portal.Sandbox.Hosting;

/// <summary><c>certificate</c>: signs a client certificate for a user of a sandbox, running or not.</summary>
public static class CertificateCommand
{
    private const int MostDays = 3650;

    private const string Usage = """
        Usage: Portal.Sandbox certificate --data DIR --user NAME [--group NAME]... --out PREFIX [--days N]
          writes PREFIX.crt and PREFIX.key, valid for N days (default: 30)
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        try
        {
            Issue(args);
            return 0;
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
    }

    private static void Issue(IReadOnlyList<string> args)
    {
        var given = args.Chunk(2).Select(pair => pair.Length == 2 ? (Option: pair[0], Value: pair[1]) : throw new UsageException($"{pair[0]} needs a value.")).ToList();
        if (given.Find(g => g.Option is not ("--data" or "--user" or "--group" or "--out" or "--days")) is { Option: { } unknown })
        {
            throw new UsageException($"\"{unknown}\" is not an option.");
        }
        string Required(string option) => given.Find(g => g.Option == option).Value is { Length: > 0 } value ? value : throw new UsageException($"{option} is missing.");
        var days = given.Find(g => g.Option == "--days").Value ?? "30";
        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var valid) || valid is < 1 or > MostDays)
        {
            throw new UsageException($"--days {days}: expected a whole number from 1 to {MostDays}.");
        }
        var groups = given.Where(g => g.Option == "--group").Select(g => g.Value);
        var (certificate, key) = ClientAuthority.Issue(Path.GetFullPath(Required("--data")), Required("--user"), groups, valid, TimeProvider.System);
        var prefix = Path.GetFullPath(Required("--out"));
        PrivateFile.Write(prefix + ".key", key);
        PrivateFile.Write(prefix + ".crt", certificate);
    }
}
