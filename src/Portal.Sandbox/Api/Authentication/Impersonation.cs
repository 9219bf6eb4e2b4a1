using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Http;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>
/// Acting as somebody else (<c>Impersonate-User</c>, <c>-Group</c>, <c>-Uid</c>, <c>-Extra-*</c>), for those who may in one of the
/// <see cref="ImpersonationMode"/>s. The refusal told is that of the first mode.
/// </summary>
public sealed class Impersonation(IAuthorizer authorizer)
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>As whom the request acts.</summary>
    /// <exception cref="ApiException">400 when no user is named, 403 when the caller may not.</exception>
    public Caller Apply(Caller caller, RequestInfo info, IHeaderDictionary headers)
    {
        if (Wanted(headers) is not { } wanted)
        {
            return caller;
        }
        ApiException? first = null;
        var request = AccessRequest.Of(caller, info);
        foreach (var mode in ImpersonationMode.For(wanted))
        {
            if (Refusal(mode, wanted, request) is not { } refusal)
            {
                return mode.Become(wanted);
            }
            first ??= refusal;
        }
        throw first!;
    }

    private ApiException? Refusal(ImpersonationMode mode, Caller wanted, AccessRequest request)
    {
        if (mode.Forbids(wanted, request.Caller) is { } forbidden)
        {
            return forbidden;
        }
        foreach (var check in mode.Checks(wanted, request))
        {
            var decision = authorizer.Decide(check);
            if (!decision.Allowed)
            {
                return check.Denied(decision.Reason);
            }
        }
        return null;
    }

    /// <summary>Whom the headers name; null without any of them.</summary>
    private static Caller? Wanted(IHeaderDictionary headers)
    {
        var user = headers["Impersonate-User"].ToString();
        var uid = headers["Impersonate-Uid"].ToString();
        var groups = headers["Impersonate-Group"].Select(g => g ?? "").ToList();
        var extra = headers
            .Where(h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .GroupBy(h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..].ToLowerInvariant()), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.SelectMany(h => h.Value).Select(v => v ?? "")], StringComparer.Ordinal);
        if (user.Length > 0)
        {
            return new Caller(user, uid, groups) { Extra = extra };
        }
        if (groups.Count + extra.Count + uid.Length == 0)
        {
            return null;
        }
        var extras = extra.Count == 0 ? "(nil)" : $"{{{string.Join(", ", extra.Select(e => $"{GoText.Quote(e.Key)}:{GoText.Literal(e.Value)}"))}}}";
        throw ApiErrors.BadRequest(
            $"requested &user.DefaultInfo{{Name:\"\", UID:{GoText.Quote(uid)}, Groups:{GoText.Literal(groups)}, Extra:map[string][]string{extras}}} without impersonating a user name");
    }
}
