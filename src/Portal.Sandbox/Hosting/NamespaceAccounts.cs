using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Hosting;

/// <summary>Gives every namespace its service account <c>default</c> and the certificate of this API, as Kubernetes does.</summary>
public sealed class NamespaceAccounts(IObjects objects, ApiEndpoint endpoint, ILogger<NamespaceAccounts> log) : BackgroundService
{
    /// <summary>As Kubernetes' own controller writes it.</summary>
    private const string RootCaText =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. "
        + "No other usage is guaranteed across distributions of Kubernetes clusters.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in objects.WatchAsync(ResourceTypes.Namespaces, stoppingToken))
                {
                    if (change.Type == "ADDED" && change.Object["metadata"]?["deletionTimestamp"] is null)
                    {
                        await EnsureAsync((string)change.Object["metadata"]!["name"]!, stoppingToken);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException e)
            {
                log.LogWarning(e, "A namespace could not be equipped; starting over");
            }
        }
    }

    private async Task EnsureAsync(string ns, CancellationToken ct)
    {
        await CreateAsync(ResourceTypes.ServiceAccounts, new JsonObject { ["metadata"] = Metadata("default", ns) }, ct);
        var data = new JsonObject { ["ca.crt"] = (await File.ReadAllTextAsync(endpoint.CaFile, ct)).TrimEnd() + "\n" };
        var metadata = Metadata("kube-root-ca.crt", ns);
        metadata["annotations"] = new JsonObject { ["kubernetes.io/description"] = RootCaText };
        await CreateAsync(ResourceTypes.ConfigMaps, new JsonObject { ["metadata"] = metadata, ["data"] = data }, ct);
    }

    private async Task CreateAsync(ResourceType type, JsonObject obj, CancellationToken ct)
    {
        try
        {
            await objects.CreateAsync(type, obj, ct);
        }
        catch (ApiException e) when (e.Code is 409 or 403 or 404)
        {
            // It is there already, or the namespace went again.
        }
    }

    private static JsonObject Metadata(string name, string ns) => new() { ["name"] = name, ["namespace"] = ns };
}
