using System.Globalization;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Hosting;

/// <summary>What <c>serve</c> was asked for, checked.</summary>
public sealed record SandboxOptions
{
    public const string Usage = """
        Usage: Portal.Sandbox serve --data DIR [options]
          --data DIR          folder for everything the sandbox keeps
          --port N            port on the loopback address (default: the last one, else a free one)
          --kubeconfig FILE   also write the owner's kubeconfig there
          --tokens DIR        also write the tokens of analyst, admin and viewer there, one file each
          --token-auth-file FILE  further users, one a line: token,user,uid,"group1,group2"
                              (default: the file that PORTAL_SANDBOX_TOKENS names); read again when it changes
          --cpu N             cores that the node offers (default: all)
          --memory SIZE       memory that the node offers, such as 8Gi (default: all)
          --pods N            most pods at a time (default: 110)
          --node-name NAME    what the node is called (default: sandbox-node)
          --spark-operator on|off  whether Spark applications are run and their defaults filled in (default: on)
        """;

    /// <summary>Full path of the data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Null takes the last one, else a free one.</summary>
    public int? Port { get; init; }

    public string? KubeConfig { get; init; }

    public string? Tokens { get; init; }

    /// <summary>File in Kubernetes' static token format with further users.</summary>
    public string? TokenAuthFile { get; init; }

    /// <summary>Cores; null takes what the host has.</summary>
    public decimal? Cpu { get; init; }

    /// <summary>Bytes; null takes what the host has.</summary>
    public long? Memory { get; init; }

    public int Pods { get; init; } = 110;

    public string NodeName { get; init; } = "sandbox-node";

    /// <summary>False leaves Spark applications to an operator that somebody else runs, or to nobody.</summary>
    public bool SparkOperator { get; init; } = true;

    /// <exception cref="UsageException">An option is unknown, incomplete or out of range; the message says which.</exception>
    public static SandboxOptions Parse(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (args[i] is not ("--data" or "--port" or "--kubeconfig" or "--tokens" or "--token-auth-file" or "--cpu" or "--memory" or "--pods" or "--node-name" or "--spark-operator"))
            {
                throw new UsageException($"\"{args[i]}\" is not an option.");
            }
            if (i + 1 == args.Count)
            {
                throw new UsageException($"{args[i]} needs a value.");
            }
            if (!given.TryAdd(args[i], args[i + 1]))
            {
                throw new UsageException($"{args[i]} is given twice.");
            }
        }
        return new SandboxOptions
        {
            Data = Path.GetFullPath(given.GetValueOrDefault("--data") is { Length: > 0 } data ? data : throw new UsageException("--data is missing.")),
            Port = Number(given, "--port", 1, 65535) is { } port ? (int)port : null,
            KubeConfig = given.TryGetValue("--kubeconfig", out var file) ? Path.GetFullPath(file) : null,
            Tokens = given.TryGetValue("--tokens", out var folder) ? Path.GetFullPath(folder) : null,
            TokenAuthFile = given.TryGetValue("--token-auth-file", out var users) ? Path.GetFullPath(users) : null,
            Cpu = Number(given, "--cpu", 0.001m, 100_000),
            Memory = (long?)Number(given, "--memory", 1 << 20, long.MaxValue),
            Pods = (int)(Number(given, "--pods", 1, 10_000) ?? 110),
            NodeName = Name(given.GetValueOrDefault("--node-name", "sandbox-node")),
            SparkOperator = given.GetValueOrDefault("--spark-operator", "on") switch
            {
                "on" => true,
                "off" => false,
                var other => throw new UsageException($"--spark-operator {other}: expected on or off."),
            },
        };
    }

    private static string Name(string text) =>
        NameRule.Subdomain.Check("", text).Any() ? throw new UsageException($"--node-name {text}: expected a DNS name in lower case.") : text;

    private static decimal? Number(Dictionary<string, string> given, string option, decimal least, decimal most)
    {
        if (!given.TryGetValue(option, out var text))
        {
            return null;
        }
        return Quantity.TryParse(text, out var number) && number >= least && number <= most && (option == "--cpu" || number == decimal.Truncate(number))
            ? number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} {text}: expected a {(option == "--cpu" ? "" : "whole ")}number from {least} to {most}."));
    }
}
