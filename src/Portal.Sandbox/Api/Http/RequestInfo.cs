namespace Portal.Sandbox.Api.Http;

/// <summary>What a request is about, read from its path: <c>/api/v1/namespaces/NS/pods/NAME/log</c>, <c>/apis/GROUP/VERSION/...</c> or anything else.</summary>
public sealed record RequestInfo
{
    /// <summary>False for discovery, health and other paths that name no resource.</summary>
    public bool IsResource { get; init; }

    /// <summary>Kubernetes' verb: get, list, watch, create, update, patch, delete, deletecollection; else the HTTP method in lower case.</summary>
    public required string Verb { get; init; }

    public required string Path { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Plural name of the resource.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Empty for the cluster, or for all namespaces.</summary>
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>Reads a request. Path parts are taken as they are decoded by the server.</summary>
    public static RequestInfo Parse(string method, string path, bool watch)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var rest = parts switch
        {
            ["api", _, .. var tail] => tail,
            ["apis", _, _, .. var tail] => tail,
            _ => [],
        };
        if (rest is ["watch", .. var watched])
        {
            // The old form of a watch.
            (rest, watch) = (watched, true);
        }
        if (rest.Length == 0 || rest.Length > 5)
        {
            return new RequestInfo { Verb = method.ToLowerInvariant(), Path = path };
        }
        var isCore = parts[0] == "api";
        var info = new RequestInfo
        {
            IsResource = true,
            Verb = "",
            Path = path,
            Group = isCore ? "" : parts[1],
            Version = isCore ? parts[1] : parts[2],
        };
        // A namespace itself is a resource; its own subresources are not kinds inside it.
        info = rest switch
        {
            ["namespaces", var name, "status" or "finalize"] => info with { Resource = "namespaces", Name = name, Namespace = name, Subresource = rest[2] },
            ["namespaces", var name] => info with { Resource = "namespaces", Name = name, Namespace = name },
            ["namespaces", var ns, var resource, .. var tail] => info with { Namespace = ns, Resource = resource, Name = At(tail, 0), Subresource = At(tail, 1) },
            [var resource, .. var tail] => info with { Resource = resource, Name = At(tail, 0), Subresource = At(tail, 1) },
            _ => info,
        };
        return info with { Verb = VerbOf(method, info.Name.Length > 0, watch) };
    }

    private static string At(string[] parts, int index) => index < parts.Length ? parts[index] : "";

    private static string VerbOf(string method, bool named, bool watch) => method switch
    {
        "GET" or "HEAD" => watch ? "watch" : named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };
}
