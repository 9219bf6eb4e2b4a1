using Portal.Sandbox.Api.Authorization;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>Acting as somebody else: <c>Impersonate-User</c>, <c>-Group</c>, <c>-Uid</c>, <c>-Extra-*</c>, for those who may.</summary>
public sealed class Impersonation(IAuthorizer authorizer)
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>As whom the request acts.</summary>
    /// <exception cref="ApiException">400 when no user is named, 403 when the caller may not.</exception>
    public Caller Apply(Caller caller, HttpRequest request)
    {
        var user = request.Headers["Impersonate-User"].ToString();
        var groups = request.Headers["Impersonate-Group"].Select(g => g ?? "").ToList();
        var uid = request.Headers["Impersonate-Uid"].ToString();
        var extra = request.Headers
            .Where(h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..].ToLowerInvariant()), h => (IReadOnlyList<string>)[.. h.Value.Select(v => v ?? "")], StringComparer.Ordinal);
        if (user.Length == 0)
        {
            return groups.Count + extra.Count + uid.Length == 0
                ? caller
                : throw ApiErrors.BadRequest($"requested &user.DefaultInfo{{Name:\"\", UID:\"{uid}\", Groups:[]string{{{string.Join(", ", groups.Select(g => $"\"{g}\""))}}}, Extra:map[string][]string(nil)}} without impersonating a user name");
        }
        Require(caller, "users", user);
        foreach (var group in groups)
        {
            Require(caller, "groups", group);
        }
        foreach (var key in extra.Keys)
        {
            Require(caller, "userextras/" + key, "");
        }
        return new Caller(user, uid, [.. (groups.Count > 0 ? groups : GroupsOf(user)).Append(Caller.AuthenticatedGroup).Distinct(StringComparer.Ordinal)]) { Extra = extra };
    }

    private void Require(Caller caller, string resource, string name)
    {
        if (authorizer.Allow(new AccessRequest { Caller = caller, Verb = "impersonate", Resource = resource, Name = name }) is null)
        {
            throw new ApiException(403, "Forbidden", $"{resource} {(name.Length == 0 ? "" : $"\"{name}\" ")}is forbidden: User \"{caller.Name}\" cannot impersonate resource \"{resource}\" in API group \"\" at the cluster scope")
            {
                Details = new System.Text.Json.Nodes.JsonObject { ["name"] = name, ["kind"] = resource },
            };
        }
    }

    /// <summary>A service account comes with the groups of its namespace.</summary>
    private static List<string> GroupsOf(string user) =>
        user.Split(':') is ["system", "serviceaccount", var ns, _] ? ["system:serviceaccounts", $"system:serviceaccounts:{ns}"] : [];
}
