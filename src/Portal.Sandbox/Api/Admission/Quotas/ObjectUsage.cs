using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Quotas;

/// <summary>
/// What an object uses of the resources that quotas name, as Kubernetes counts: <c>count/KIND.GROUP</c> of every object, and more of pods, services
/// and volume claims.
/// </summary>
internal sealed class ObjectUsage
{
    private static readonly ConditionalWeakTable<StoredObject, ObjectUsage> Known = [];
    private static readonly string[] CountedByName = ["configmaps", "secrets", "resourcequotas", "replicationcontrollers", "services", "persistentvolumeclaims"];
    private static readonly string[] Compute = ["cpu", "memory", "ephemeral-storage"];

    private ObjectUsage(string type, StoredObject stored)
    {
        Amounts["count/" + type] = ResourceQuantity.One;
        if (CountedByName.Contains(type, StringComparer.Ordinal))
        {
            Amounts[type] = ResourceQuantity.One;
        }
        switch (type)
        {
            case "pods":
                AddPod(StoreJson.Object(stored));
                break;
            case "services":
                AddService(StoreJson.Object(stored));
                break;
            case "persistentvolumeclaims":
                AddClaim(StoreJson.Object(stored));
                break;
        }
    }

    public ResourceList Amounts { get; } = new();

    /// <summary>Of a pod; null for other kinds.</summary>
    public PodTraits? Pod { get; private set; }

    /// <param name="type">Kind, as the store names it.</param>
    /// <param name="stored">The object.</param>
    public static ObjectUsage Of(string type, StoredObject stored) => Known.GetValue(stored, s => new ObjectUsage(type, s));

    /// <summary>What a container or a pod uses, under the names of quotas.</summary>
    public static ResourceList OfCompute(ResourceList requests, ResourceList limits)
    {
        var used = new ResourceList();
        foreach (var name in requests.Names)
        {
            if (Compute.Contains(name, StringComparer.Ordinal) || name.StartsWith("hugepages-", StringComparison.Ordinal))
            {
                used[name] = requests[name];
                used["requests." + name] = requests[name];
            }
            else if (name.Contains('/', StringComparison.Ordinal))
            {
                used["requests." + name] = requests[name];
            }
        }
        foreach (var name in Compute.Where(limits.Has))
        {
            used["limits." + name] = limits[name];
        }
        return used;
    }

    /// <summary>A pod that has ended is still counted as an object and uses nothing else.</summary>
    private void AddPod(JsonObject pod)
    {
        Pod = PodTraits.Of(pod);
        if (pod.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return;
        }
        Amounts["pods"] = ResourceQuantity.One;
        Amounts.Add(OfCompute(PodResources.Requests(pod), PodResources.Limits(pod)));
    }

    private void AddService(JsonObject service)
    {
        var type = service.Text("spec", "type");
        if (type is "LoadBalancer")
        {
            Amounts["services.loadbalancers"] = ResourceQuantity.One;
        }
        if (type is "NodePort" or "LoadBalancer" && service.Flag("spec", "allocateLoadBalancerNodePorts") != false)
        {
            Amounts["services.nodeports"] = new ResourceQuantity(service.Items("spec", "ports").Count(), false);
        }
    }

    private void AddClaim(JsonObject claim)
    {
        var asked = ResourceList.Read(claim.At("spec", "resources", "requests"));
        var storageClass = claim.Text("spec", "storageClassName");
        foreach (var prefix in string.IsNullOrEmpty(storageClass) ? [""] : (string[])["", $"{storageClass}.storageclass.storage.k8s.io/"])
        {
            Amounts[prefix + "persistentvolumeclaims"] = ResourceQuantity.One;
            if (asked.Has("storage"))
            {
                Amounts[prefix + "requests.storage"] = asked["storage"];
            }
        }
    }
}
