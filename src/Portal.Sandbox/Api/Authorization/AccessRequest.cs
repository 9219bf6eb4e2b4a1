using Portal.Sandbox.Api.Http;

namespace Portal.Sandbox.Api.Authorization;

/// <summary>What somebody wants to do, as Kubernetes' authorisers are asked.</summary>
public sealed record AccessRequest
{
    public required Caller Caller { get; init; }

    public required string Verb { get; init; }

    /// <summary>False when it is about a path that names no resource.</summary>
    public bool IsResource { get; init; } = true;

    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>Plural name; empty when it is about a path.</summary>
    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>Empty for the cluster or all namespaces.</summary>
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Path of a request that names no resource.</summary>
    public string Path { get; init; } = "";

    /// <summary>Resource with its subresource, as rules name it.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>What an HTTP request wants.</summary>
    public static AccessRequest Of(Caller caller, RequestInfo info) => new()
    {
        Caller = caller,
        Verb = info.Verb,
        IsResource = info.IsResource,
        Group = info.Group,
        Resource = info.Resource,
        Subresource = info.Subresource,
        Namespace = info.Namespace,
        Name = info.Name,
        Path = info.Path,
    };

    /// <summary>The refusal of this request, in Kubernetes' words.</summary>
    /// <param name="reason">Why, if more is known than that nothing allows it.</param>
    public ApiException Denied(string reason = "")
    {
        var where = Namespace.Length > 0 ? $"in the namespace {GoText.Quote(Namespace)}" : "at the cluster scope";
        var what = IsResource
            ? $"User {GoText.Quote(Caller.Name)} cannot {Verb} resource {GoText.Quote(FullResource)} in API group {GoText.Quote(Group)} {where}"
            : $"User {GoText.Quote(Caller.Name)} cannot {Verb} path {GoText.Quote(Path)}";
        what = what.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        return ApiErrors.Forbidden(Group, Resource, Name, reason.Length == 0 ? what : $"{what}: {reason}");
    }
}
