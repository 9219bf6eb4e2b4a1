using System.Security.Cryptography;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;

namespace Portal.Sandbox.Hosting;

/// <summary>The users of a sandbox: its owner, the portal and three people to try it with; their tokens are made once.</summary>
public sealed class SandboxUsers
{
    public const string Owner = "sandbox-owner";
    public const string Portal = "portal";

    /// <summary>Group of the people who may do everything.</summary>
    public const string Admins = "sandbox:admins";

    /// <summary>Names a file in Kubernetes' static token format with further users, as <c>--token-auth-file</c> does.</summary>
    public const string ExtraFileVariable = "PORTAL_SANDBOX_TOKENS";

    private const int TokenLength = 48;

    private static readonly IReadOnlyList<(string User, string Group)> BuiltIn =
    [
        (Owner, Caller.MastersGroup),
        (Portal, "sandbox:portal"),
        ("admin", Admins),
        ("analyst", "workspace:team-a:edit"),
        ("viewer", "workspace:team-a:view"),
    ];

    private readonly IReadOnlyDictionary<string, Caller> _byToken;

    private SandboxUsers(IReadOnlyDictionary<string, Caller> byToken) => _byToken = byToken;

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static SandboxUsers LoadOrCreate(string file)
    {
        if (!File.Exists(file))
        {
            PrivateFile.Write(file, string.Concat(BuiltIn.Select(u => TokenFile.Line(NewToken(), u.User, $"sandbox:{u.User}", u.Group) + "\n")));
        }
        return new SandboxUsers(Read(file));
    }

    /// <summary>Reads a token file.</summary>
    /// <exception cref="UsageException">It cannot be read; the message says why.</exception>
    public static IReadOnlyDictionary<string, Caller> Read(string file)
    {
        try
        {
            return TokenFile.Read(file);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UsageException($"The users cannot be read: {e.Message} Correct the file {file}.");
        }
    }

    /// <summary>Writes one file a person with nothing but the token.</summary>
    public void WriteTokens(string folder)
    {
        foreach (var person in (ReadOnlySpan<string>)["analyst", "admin", "viewer"])
        {
            PrivateFile.Update(Path.Combine(folder, person), TokenOf(person));
        }
    }

    public string TokenOf(string user) =>
        _byToken.FirstOrDefault(u => u.Value.Name == user).Key ?? throw new UsageException($"There is no user {user} any more. Remove the users file in the data folder to have new tokens made.");

    private static string NewToken() => RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);
}
