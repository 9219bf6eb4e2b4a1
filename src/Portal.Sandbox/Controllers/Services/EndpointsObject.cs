using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Services;

/// <summary>The Endpoints of a service: pods with the same ports make one subset.</summary>
internal static class EndpointsObject
{
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private const string Manager = "endpoint-controller";
    private const string Headless = "service.kubernetes.io/headless";

    public static JsonObject Create(JsonObject service, IReadOnlyList<ServiceBackend> backends)
    {
        var labels = service.At("metadata", "labels")?.DeepClone() as JsonObject ?? [];
        labels[ManagedBy] = Manager;
        if (service.Text("spec", "clusterIP") == "None")
        {
            labels[Headless] = "";
        }

        var endpoints = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace(), ["labels"] = labels },
        };
        if (backends.Count > 0)
        {
            endpoints["subsets"] = new JsonArray([.. backends.GroupBy(b => b.PortsKey, StringComparer.Ordinal).Select(Subset)]);
        }

        return endpoints;
    }

    public static bool IsOurs(JsonObject endpoints) => endpoints.Label(ManagedBy) == Manager;

    /// <returns>False when it says so already.</returns>
    public static bool Change(JsonObject current, JsonObject wanted)
    {
        var labels = wanted.At("metadata", "labels");
        if (Text(current["subsets"]) == Text(wanted["subsets"]) && JsonNode.DeepEquals(current.At("metadata", "labels"), labels))
        {
            return false;
        }

        current.Child("metadata")["labels"] = labels?.DeepClone();
        current.Remove("subsets");
        if (wanted["subsets"] is { } subsets)
        {
            current["subsets"] = subsets.DeepClone();
        }

        return true;
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "";

    private static JsonObject Subset(IEnumerable<ServiceBackend> backends)
    {
        var all = backends.ToList();
        var subset = new JsonObject();
        foreach (var (name, ready) in new[] { ("addresses", true), ("notReadyAddresses", false) })
        {
            if (all.Where(b => b.Ready == ready).Select(Address).ToArray() is { Length: > 0 } addresses)
            {
                subset[name] = new JsonArray(addresses);
            }
        }

        if (all[0].Ports.Count > 0)
        {
            subset["ports"] = all[0].Ports.DeepClone();
        }

        return subset;
    }

    private static JsonObject Address(ServiceBackend backend)
    {
        var address = new JsonObject { ["ip"] = backend.Address };
        if (backend.Pod.Text("spec", "nodeName") is { } node)
        {
            address["nodeName"] = node;
        }

        address["targetRef"] = backend.Reference();
        return address;
    }
}
