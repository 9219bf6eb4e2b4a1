using System.Collections.Concurrent;
using System.Security.Claims;

namespace Portal.Hosting.Access;

/// <summary>
/// Which browsers are signed in, so that open pages and streams notice an expiry or a sign-out in another tab. Rebuilt from cookies
/// after a restart.
/// </summary>
public sealed class SignInSessions(TimeProvider time)
{
    /// <summary>Most sessions held. When there are more, those that expire first are forgotten and must sign in again.</summary>
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>A request showed a valid cookie. False when the session was ended: the cookie is a copy from before the sign-out.</summary>
    public bool Renew(string id, DateTimeOffset expires)
    {
        if (_sessions.Count >= Most)
        {
            Forget();
        }

        return !_sessions.AddOrUpdate(id, new Session(expires, Ended: false), (_, held) => held.Ended || held.Expires >= expires ? held : held with { Expires = expires }).Ended;
    }

    /// <summary>Signs out everywhere in that browser.</summary>
    public void End(string id) => _sessions.AddOrUpdate(id, new Session(time.GetUtcNow().AddDays(1), Ended: true), (_, held) => held with { Ended = true });

    /// <summary>Whether whoever opened a page or a stream is still signed in. A bearer token has no session and is checked with every request.</summary>
    public bool IsLive(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true }
        && (principal.Session() is not { } id || (_sessions.TryGetValue(id, out var session) && !session.Ended && session.Expires > time.GetUtcNow()));

    private void Forget()
    {
        var now = time.GetUtcNow();
        var expired = _sessions.Where(pair => pair.Value.Expires <= now).Select(pair => pair.Key).ToList();
        var drop = expired.Count > 0 ? expired : _sessions.OrderBy(pair => pair.Value.Expires).Take(Most / 10).Select(pair => pair.Key).ToList();
        foreach (var id in drop)
        {
            _sessions.TryRemove(id, out _);
        }
    }

    private readonly record struct Session(DateTimeOffset Expires, bool Ended);
}
