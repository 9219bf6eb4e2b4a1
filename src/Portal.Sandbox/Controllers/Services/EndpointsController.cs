using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Services;

/// <summary>Keeps Endpoints and EndpointSlices of every service with a selector as its pods are. One without a selector has those that people make for it.</summary>
internal sealed class EndpointsController : Controller<ObjectKey>
{
    /// <summary>Changes of pods are taken together for so long.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly ServiceIndex _services = new();
    private readonly EndpointSlices _slices;

    public EndpointsController(IObjects objects, TimeProvider time, ILogger<EndpointsController> logger)
        : base(objects, time, logger)
    {
        _slices = new EndpointSlices(objects);
        Watch(ResourceTypes.Services, change =>
        {
            _services.Apply(change.Object, change.Type == "DELETED");
            Queue.Add(ObjectKey.Of(change.Object));
        });
        Watch(ResourceTypes.Pods, change =>
        {
            foreach (var service in _services.Of(change.Object, change.Type == "DELETED"))
            {
                Queue.AddAfter(service, Gather);
            }
        });
    }

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        var service = Objects.Get(ResourceTypes.Services, key.Namespace, key.Name);
        if (service is null)
        {
            // The slices have the service as their owner; Endpoints go by its name.
            if (Objects.Get(ResourceTypes.Endpoints, key.Namespace, key.Name) is { } left && EndpointsObject.IsOurs(left))
            {
                await Objects.DeleteAsync(ResourceTypes.Endpoints, key.Namespace, key.Name, left.Uid(), graceSeconds: null, ct);
            }

            return null;
        }

        if (service.Terminating() || !service.Pairs("spec", "selector").Any() || service.Text("spec", "type") == "ExternalName")
        {
            return null;
        }

        var backends = ServiceBackend.Of(service, Objects.List(ResourceTypes.Pods, key.Namespace));
        await WriteEndpointsAsync(service, backends, ct);
        await _slices.WriteAsync(service, backends, ct);
        return null;
    }

    private async Task WriteEndpointsAsync(JsonObject service, IReadOnlyList<ServiceBackend> backends, CancellationToken ct)
    {
        var wanted = EndpointsObject.Create(service, backends);
        var written = await Objects.UpdateAsync(
            ResourceTypes.Endpoints, service.Namespace(), service.Name(), status: false, current => EndpointsObject.Change(current, wanted), ct);
        if (written is null)
        {
            await Objects.CreateAsync(ResourceTypes.Endpoints, wanted, ct);
        }
    }
}
