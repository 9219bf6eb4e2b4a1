using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Portal.Hosting.Access;

/// <summary>The one-time link that signs the cluster's owner in. That it was used is remembered in the data folder, across restarts.</summary>
public sealed class OwnerLink(IOptions<PortalOptions> options)
{
    private readonly Lock _gate = new();
    private readonly byte[]? _hash = options.Value.SignIn.ReadOwnerToken() is { } token ? Hash(token) : null;

    private string UsedFile => Path.Combine(options.Value.Data, "owner-link-used");

    /// <summary>Whether a link was set up at all.</summary>
    public bool Given => _hash is not null;

    /// <summary>Whether a link was set up that nobody has used yet.</summary>
    public bool Open
    {
        get
        {
            lock (_gate)
            {
                return _hash is not null && !(File.Exists(UsedFile) && File.ReadAllText(UsedFile) == Convert.ToHexString(_hash));
            }
        }
    }

    /// <summary>True once for the right token; compares in constant time.</summary>
    public bool TryUse(string token)
    {
        lock (_gate)
        {
            if (!Open || !CryptographicOperations.FixedTimeEquals(_hash, Hash(token)))
            {
                return false;
            }

            File.WriteAllText(UsedFile, Convert.ToHexString(_hash!));
            return true;
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
