namespace Portal.Sandbox.Api.Authentication;

/// <summary>
/// The users of the token files. A file that changed is read again, at most once a second, when the next token is asked for; one that has become
/// unreadable is told in the log and the users stay as they were.
/// </summary>
public sealed class UserDirectory
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<string> _files;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _reading = new();
    private IReadOnlyDictionary<string, Caller> _byToken;
    private IReadOnlyList<(DateTime, long)> _state;
    private long _looked;

    /// <param name="files">Token files; a token that two of them have is that of the last.</param>
    /// <param name="clock">Says when to look again.</param>
    /// <param name="log">Told of a file that cannot be read any more.</param>
    /// <exception cref="InvalidDataException">A line is not as it should be; the message says which.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public UserDirectory(IReadOnlyList<string> files, TimeProvider clock, ILogger<UserDirectory> log)
    {
        (_files, _clock, _log, _looked) = (files, clock, log, clock.GetTimestamp());
        _state = State();
        _byToken = Read();
    }

    /// <summary>Who has the token, or null.</summary>
    public Caller? Find(string token)
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _looked)) >= Interval)
        {
            Refresh();
        }
        return Volatile.Read(ref _byToken).GetValueOrDefault(token);
    }

    private void Refresh()
    {
        lock (_reading)
        {
            Volatile.Write(ref _looked, _clock.GetTimestamp());
            var state = State();
            if (state.SequenceEqual(_state))
            {
                return;
            }
            _state = state;
            try
            {
                Volatile.Write(ref _byToken, Read());
                _log.LogInformation("The users were read again: {Count} tokens", _byToken.Count);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                _log.LogError("The users cannot be read and stay as they were: {Reason} Correct the file", e.Message);
            }
        }
    }

    private Dictionary<string, Caller> Read()
    {
        var users = new Dictionary<string, Caller>(StringComparer.Ordinal);
        foreach (var (token, caller) in _files.SelectMany(TokenFile.Read))
        {
            users[token] = caller;
        }
        return users;
    }

    private List<(DateTime, long)> State() => [.. _files.Select(f => new FileInfo(f)).Select(f => f.Exists ? (f.LastWriteTimeUtc, f.Length) : default)];
}
