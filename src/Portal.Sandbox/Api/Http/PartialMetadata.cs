using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Http;

/// <summary><c>PartialObjectMetadata</c>: an object without what it is about.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = obj["metadata"]?.DeepClone(),
    };
}
