using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Keeps the certificate of this API's authority in every namespace, where pods mount it from.</summary>
internal sealed class RootCaPublisher : Controller<string>
{
    /// <summary>Name of the ConfigMap, as in Kubernetes.</summary>
    public const string Name = "kube-root-ca.crt";

    private const string Key = "ca.crt";

    /// <summary>As Kubernetes annotates it.</summary>
    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. "
        + "No other usage is guaranteed across distributions of Kubernetes clusters.";

    private readonly ApiEndpoint _endpoint;

    public RootCaPublisher(IObjects objects, ApiEndpoint endpoint, TimeProvider time, ILogger<RootCaPublisher> logger)
        : base(objects, time, logger)
    {
        _endpoint = endpoint;
        Watch(ResourceTypes.Namespaces, change => Queue.Add(change.Object.Name()));
        Watch(ResourceTypes.ConfigMaps, change =>
        {
            if (change.Object.Name() == Name)
            {
                Queue.Add(change.Object.Namespace());
            }
        });
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.Namespaces, "", key) is not { } ns || ns.Terminating())
        {
            return null;
        }

        var certificate = (await File.ReadAllTextAsync(_endpoint.CaFile, ct)).TrimEnd() + "\n";
        if (Objects.Get(ResourceTypes.ConfigMaps, key, Name) is null)
        {
            var metadata = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = key,
                ["annotations"] = new JsonObject { ["kubernetes.io/description"] = Description },
            };
            await Objects.CreateAsync(ResourceTypes.ConfigMaps, new JsonObject { ["metadata"] = metadata, ["data"] = new JsonObject { [Key] = certificate } }, ct);
            return null;
        }

        await Objects.UpdateAsync(ResourceTypes.ConfigMaps, key, Name, status: false, current =>
        {
            if (current.Text("data", Key) == certificate)
            {
                return false;
            }

            current["data"] = new JsonObject { [Key] = certificate };
            return true;
        }, ct);
        return null;
    }
}
