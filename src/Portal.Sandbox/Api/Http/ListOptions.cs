using System.Globalization;
using Portal.Sandbox.Api.Selecting;

namespace Portal.Sandbox.Api.Http;

/// <summary>Query of a list or watch, checked as Kubernetes checks it.</summary>
public sealed record ListOptions
{
    public required Selection Selection { get; init; }

    /// <summary>Null when it was not given; 0 is "any".</summary>
    public long? ResourceVersion { get; init; }

    /// <summary>Exact, NotOlderThan or empty.</summary>
    public string VersionMatch { get; init; } = "";

    /// <summary>0 is no limit.</summary>
    public long Limit { get; init; }

    public string Continue { get; init; } = "";

    public bool AllowBookmarks { get; init; }

    public bool SendInitialEvents { get; init; }

    /// <summary>How long a watch may last; null leaves it to the server.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <exception cref="ApiException">400 or 422.</exception>
    public static ListOptions Parse(ApiRequest request)
    {
        var info = request.Info;
        var ns = request.Type.Namespaced && info.Namespace.Length > 0 ? info.Namespace : null;
        var fields = request.Query("fieldSelector");
        if (info.Name.Length > 0)
        {
            fields = $"metadata.name={info.Name}";
        }
        var options = new ListOptions
        {
            Selection = new Selection(ns, LabelSelector.Parse(request.Query("labelSelector")), FieldSelector.Parse(fields, request.Kind.Traits)),
            ResourceVersion = Version(request.Query("resourceVersion")),
            VersionMatch = request.Query("resourceVersionMatch"),
            Limit = Number(request, "limit") ?? 0,
            Continue = request.Query("continue"),
            AllowBookmarks = Flag(request, "allowWatchBookmarks"),
            SendInitialEvents = Flag(request, "sendInitialEvents"),
            Timeout = Number(request, "timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 24 * 3600)) : null,
        };
        options.Check(info.Verb == "watch");
        // A watch that begins anywhere is one that wants to be told what there is, and when it has been.
        var anywhere = options is { VersionMatch: "", ResourceVersion: null or 0 } && request.Query("sendInitialEvents").Length == 0;
        return info.Verb == "watch" && anywhere ? options with { SendInitialEvents = true } : options;
    }

    /// <summary>A boolean of the query: present without a value is true.</summary>
    public static bool Flag(ApiRequest request, string name) =>
        request.Http.Request.Query.TryGetValue(name, out var value) && value.ToString() is not ("false" or "0" or "False" or "FALSE" or "f" or "F");

    /// <summary>A whole number of the query; null when it was not given.</summary>
    public static long? Number(ApiRequest request, string name)
    {
        var text = request.Query(name);
        if (text.Length == 0)
        {
            return null;
        }
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private void Check(bool watch)
    {
        if (VersionMatch is not ("" or "Exact" or "NotOlderThan"))
        {
            throw Invalid(FieldError.NotSupported("resourceVersionMatch", VersionMatch, "Exact", "NotOlderThan"));
        }
        if (watch && SendInitialEvents && VersionMatch != "NotOlderThan")
        {
            throw Invalid(FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        if (!watch && VersionMatch.Length > 0 && ResourceVersion is null)
        {
            throw Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }
        if (!watch && VersionMatch.Length > 0 && Continue.Length > 0)
        {
            throw Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        }
        if (VersionMatch == "Exact" && ResourceVersion == 0)
        {
            throw Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
        if (Limit < 0)
        {
            throw Invalid(FieldError.Invalid("limit", Limit, "must be greater than or equal to 0"));
        }
    }

    private static ApiException Invalid(FieldError error) => ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", error);

    private static long? Version(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw ApiErrors.BadRequest($"invalid resource version: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}
