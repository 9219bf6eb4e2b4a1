using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>What the API serves: <c>/api</c>, <c>/apis</c> and below, each in the old and in the aggregated form.</summary>
public sealed class DiscoveryHandler(ObjectStore store)
{
    /// <summary>Kinds of subresources that are at home in another group than what they belong to.</summary>
    private static readonly Dictionary<string, (string Group, string Version)> Foreign = new(StringComparer.Ordinal)
    {
        [ScaleHandler.Kind] = (ScaleHandler.Group, ScaleHandler.Version),
        ["TokenRequest"] = ("authentication.k8s.io", "v1"),
        ["Eviction"] = ("policy", "v1"),
    };

    private static readonly string[] CustomVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>True when the path was one of discovery and is answered.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var aggregated = AcceptHeader.Asks(http.Request, "as", "APIGroupDiscoveryList");
        var kinds = KindSet.At(store.Current);
        var body = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] => Paths(kinds),
            ["api"] => aggregated ? Aggregated(kinds.Of("")) : CoreVersions(),
            ["apis"] => aggregated ? Aggregated(kinds.All.Where(k => k.Type.Group.Length > 0)) : Groups(kinds),
            ["api", "v1"] => Resources(kinds, "", "v1"),
            ["apis", var group] => Group(kinds, group),
            ["apis", var group, var version] => Resources(kinds, group, version),
            _ => null,
        };
        if (body is null)
        {
            return false;
        }
        if (aggregated && http.Request.Path.Value!.TrimEnd('/') is "/api" or "/apis")
        {
            http.Response.ContentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
            await WriteTaggedAsync(http, StoreJson.Bytes(body));
            return true;
        }
        await ApiResponse.WriteAsync(http, 200, body);
        return true;
    }

    /// <summary>Clients keep these documents and ask whether they are still good.</summary>
    private static async Task WriteTaggedAsync(HttpContext http, byte[] body)
    {
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = 304;
            return;
        }
        await ApiResponse.WriteAsync(http, 200, body);
    }

    private static JsonObject Paths(KindSet kinds) => new()
    {
        ["paths"] = Strings(kinds.Groups
            .SelectMany(g => g.Select(k => $"/apis/{g.Key}/{k.Type.Version}").Prepend($"/apis/{g.Key}"))
            .Concat(["/api", "/api/v1", "/apis", "/apis/", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
    };

    private static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    private static JsonObject Groups(KindSet kinds) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. kinds.Groups.Select(g => Describe(g.Key, kinds.Versions(g.Key)))]),
    };

    private static JsonObject? Group(KindSet kinds, string name)
    {
        var versions = kinds.Versions(name);
        if (versions.Count == 0 || name.Length == 0)
        {
            return null;
        }
        var group = Describe(name, versions);
        group.Insert(0, "kind", "APIGroup");
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    private static JsonObject Describe(string group, IEnumerable<string> versions)
    {
        var list = versions.Select(v => new JsonObject { ["groupVersion"] = $"{group}/{v}", ["version"] = v }).ToList();
        return new JsonObject { ["name"] = group, ["versions"] = new JsonArray([.. list]), ["preferredVersion"] = list[0].DeepClone() };
    }

    private static JsonObject? Resources(KindSet all, string group, string version)
    {
        var kinds = all.Of(group).Where(k => k.Type.Version == version).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }
        var resources = new JsonArray();
        foreach (var kind in kinds)
        {
            var resource = new JsonObject
            {
                ["name"] = kind.Type.Plural,
                ["singularName"] = kind.Type.Singular,
                ["namespaced"] = kind.Type.Namespaced,
                ["kind"] = kind.Type.Kind,
                ["verbs"] = VerbsOf(kind),
            };
            AddNames(resource, kind);
            resources.Add(resource);
            foreach (var (name, subKind, verbs) in kind.Subresources)
            {
                var subresource = new JsonObject { ["name"] = $"{kind.Type.Plural}/{name}", ["singularName"] = "", ["namespaced"] = kind.Type.Namespaced, ["kind"] = subKind, ["verbs"] = Strings(verbs) };
                if (Foreign.TryGetValue(subKind, out var home))
                {
                    (subresource["group"], subresource["version"]) = (home.Group, home.Version);
                }
                resources.Add(subresource);
            }
        }
        var list = new JsonObject { ["kind"] = "APIResourceList", ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}", ["resources"] = resources };
        if (group.Length > 0)
        {
            list.Insert(1, "apiVersion", "v1");
        }
        return list;
    }

    private static JsonObject Aggregated(IEnumerable<ServedKind> kinds) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. kinds.GroupBy(k => k.Type.Group, StringComparer.Ordinal).Select(AggregatedGroup)]),
    };

    private static JsonObject AggregatedGroup(IGrouping<string, ServedKind> group) => new()
    {
        ["metadata"] = group.Key.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. group.GroupBy(k => k.Type.Version, StringComparer.Ordinal).OrderBy(v => v.Key, VersionOrder.Instance).Select(v => new JsonObject
        {
            ["version"] = v.Key, ["resources"] = new JsonArray([.. v.Select(AggregatedResource)]), ["freshness"] = "Current",
        })]),
    };

    private static JsonObject AggregatedResource(ServedKind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Type.Plural,
            ["responseKind"] = ResponseKind(kind, kind.Type.Kind),
            ["scope"] = kind.Type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Type.Singular,
            ["verbs"] = VerbsOf(kind),
        };
        AddNames(resource, kind);
        if (kind.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. kind.Subresources.Select(s => new JsonObject
            {
                ["subresource"] = s.Name, ["responseKind"] = ResponseKind(kind, s.Kind), ["verbs"] = Strings(s.Verbs),
            })]);
        }
        return resource;
    }

    /// <summary>A built-in kind names only itself here; one of a definition names its group as well.</summary>
    private static JsonObject ResponseKind(ServedKind kind, string name) =>
        Foreign.TryGetValue(name, out var home) && name != kind.Type.Kind ? new JsonObject { ["group"] = home.Group, ["version"] = home.Version, ["kind"] = name }
        : kind.Custom is null ? new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = name }
        : new JsonObject { ["group"] = kind.Type.Group, ["version"] = kind.Type.Version, ["kind"] = name };

    private static JsonArray VerbsOf(ServedKind kind)
    {
        if (kind.IsReview)
        {
            return ["create"];
        }
        if (kind.Custom is not null)
        {
            return Strings(CustomVerbs);
        }
        return Strings(kind.Type == ResourceTypes.Namespaces ? Verbs.Where(v => v != "deletecollection") : Verbs);
    }

    private static void AddNames(JsonObject resource, ServedKind kind)
    {
        if (kind.Type.ShortNames.Count > 0)
        {
            resource["shortNames"] = Strings(kind.Type.ShortNames);
        }
        if (kind.Traits.Categories is { Count: > 0 } categories)
        {
            resource["categories"] = Strings(categories);
        }
    }

    private static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
}
