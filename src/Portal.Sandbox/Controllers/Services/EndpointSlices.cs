using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Services;

/// <summary>The EndpointSlices of a service: one for pods with the same ports, more when there are many of them.</summary>
internal sealed class EndpointSlices(IObjects objects)
{
    private const int MaxEndpoints = 100;
    private const string ServiceName = "kubernetes.io/service-name";
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    private const string Manager = "endpointslice-controller.k8s.io";

    public async Task WriteAsync(JsonObject service, IReadOnlyList<ServiceBackend> backends, CancellationToken ct)
    {
        var existing = objects.List(ResourceTypes.EndpointSlices, service.Namespace())
            .Where(s => s.Label(ServiceName) == service.Name() && s.Label(ManagedBy) == Manager && ControllerReference.Of(s)?.Uid == service.Uid()).ToList();
        var wanted = backends.GroupBy(b => b.PortsKey, StringComparer.Ordinal).SelectMany(g => g.Chunk(MaxEndpoints)).ToList();
        for (var i = 0; i < Math.Max(wanted.Count, existing.Count); i++)
        {
            if (i >= wanted.Count)
            {
                await objects.DeleteAsync(ResourceTypes.EndpointSlices, service.Namespace(), existing[i].Name(), existing[i].Uid(), graceSeconds: null, ct);
            }
            else if (i >= existing.Count)
            {
                await objects.CreateAsync(ResourceTypes.EndpointSlices, Create(service, wanted[i]), ct);
            }
            else
            {
                await UpdateAsync(existing[i], Create(service, wanted[i]), ct);
            }
        }
    }

    private async Task UpdateAsync(JsonObject existing, JsonObject wanted, CancellationToken ct) =>
        await objects.UpdateAsync(ResourceTypes.EndpointSlices, existing.Namespace(), existing.Name(), status: false, current =>
        {
            if (current["endpoints"]?.ToJsonString() == wanted["endpoints"]!.ToJsonString() && current["ports"]?.ToJsonString() == wanted["ports"]!.ToJsonString())
            {
                return false;
            }

            (current["endpoints"], current["ports"]) = (wanted["endpoints"]!.DeepClone(), wanted["ports"]!.DeepClone());
            return true;
        }, ct);

    private static JsonObject Create(JsonObject service, ServiceBackend[] backends)
    {
        var labels = service.At("metadata", "labels")?.DeepClone() as JsonObject ?? [];
        (labels[ServiceName], labels[ManagedBy]) = (service.Name(), Manager);
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["generateName"] = service.Name() + "-",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(ControllerReference.To(ResourceTypes.Services, service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. backends.Select(Endpoint)]),
            ["ports"] = new JsonArray([.. backends[0].Ports.Select(p => Port(p!.AsObject()))]),
        };
    }

    private static JsonObject Port(JsonObject port) => new() { ["name"] = port.Text("name") ?? "", ["port"] = port["port"]!.DeepClone(), ["protocol"] = port.Text("protocol") };

    private static JsonObject Endpoint(ServiceBackend backend)
    {
        var (terminating, endpoint) = (backend.Pod.Terminating(), new JsonObject { ["addresses"] = new JsonArray(backend.Address) });
        endpoint["conditions"] = new JsonObject { ["ready"] = backend.Ready, ["serving"] = backend.Ready, ["terminating"] = terminating };
        if (backend.Pod.Text("spec", "nodeName") is { } node)
        {
            endpoint["nodeName"] = node;
        }

        endpoint["targetRef"] = backend.Reference();
        return endpoint;
    }
}
