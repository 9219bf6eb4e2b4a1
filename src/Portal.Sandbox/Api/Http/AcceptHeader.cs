using Microsoft.Net.Http.Headers;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Protobuf;

namespace Portal.Sandbox.Api.Http;

/// <summary>Reads what the client accepts, for example <c>application/json;as=Table;v=v1;g=meta.k8s.io,application/json</c>.</summary>
internal static class AcceptHeader
{
    public const string Yaml = "application/yaml";

    /// <summary>Whether YAML is wanted before JSON.</summary>
    public static bool WantsYaml(HttpRequest request) => MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.FirstOrDefault(m => m.MediaType == Yaml || Matches(m, "application/json"))?.MediaType == Yaml;

    /// <exception cref="ApiException">406: nothing that this API speaks.</exception>
    public static Representation Choose(HttpRequest request)
    {
        var known = false;
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return Representation.Object;
        }
        foreach (var media in accepted)
        {
            if (!Matches(media, "application/json"))
            {
                if (media.MediaType == Yaml && Parameter(media, "as").Length == 0)
                {
                    return Representation.Object;
                }
                known |= media.MediaType == Yaml || media.MediaType == ProtoReader.MediaType;
                continue;
            }
            known = true;
            var shape = Parameter(media, "as");
            if (shape.Length == 0)
            {
                return Representation.Object;
            }
            if (Parameter(media, "g") == "meta.k8s.io" && Parameter(media, "v") == "v1")
            {
                switch (shape)
                {
                    case "Table":
                        return Representation.Table;
                    case "PartialObjectMetadata" or "PartialObjectMetadataList":
                        return Representation.PartialMetadata;
                }
            }
        }
        throw known ? NotAcceptable() : new ApiException(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + RequestBody.MediaTypes) { Details = [] };
    }

    public static ApiException NotAcceptable() => new(406, "NotAcceptable", "only the following media types are accepted: " + RequestBody.MediaTypes);

    /// <summary>Whether nothing but some form of protobuf is taken.</summary>
    public static bool OnlyProtobuf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Count > 0 && accepted.All(m => m.MediaType.EndsWith("protobuf", StringComparison.Ordinal));

    /// <summary>Whether a media type with a parameter is asked for, such as <c>as=APIGroupDiscoveryList</c>.</summary>
    public static bool Asks(HttpRequest request, string parameter, string value) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(m => Parameter(m, parameter) == value && Parameter(m, "v") == "v2");

    private static bool Matches(MediaTypeHeaderValue media, string type) => media.MediaType == type || media.MediaType == "*/*" || media.MediaType == "application/*";

    private static string Parameter(MediaTypeHeaderValue media, string name) =>
        media.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.ToString() ?? "";
}
