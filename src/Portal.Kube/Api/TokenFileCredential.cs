using System.Security.Cryptography.X509Certificates;

namespace Portal.Kube.Api;

/// <summary>
/// A bearer token in a file that somebody else renews (the kubelet, for a service account). Read again when the file's time changed or a
/// minute has passed; the time alone is not enough where the file is behind a symbolic link that is swapped.
/// </summary>
internal sealed class TokenFileCredential(string path, X509Certificate2? certificate, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Credential? _credential;
    private DateTime _written;
    private long _readAt;

    public ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (_credential is null || written != _written || time.GetElapsedTime(_readAt) > MaxAge)
            {
                _credential = Credential.Bearer(Read(), certificate);
                _written = written;
                _readAt = time.GetTimestamp();
            }

            return new ValueTask<Credential>(_credential);
        }
    }

    public void Invalidate(Credential refused)
    {
        lock (_gate)
        {
            _credential = null;
        }
    }

    private string Read()
    {
        string token;
        try
        {
            token = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"The token file {path} cannot be read: {e.Message} Check the path and that the portal's user may read it.", e);
        }

        return BearerToken.IsWellFormed(token)
            ? token
            : throw new KubeConfigException($"The token file {path} holds no bearer token: it is empty or has blanks or control characters in it.");
    }
}
