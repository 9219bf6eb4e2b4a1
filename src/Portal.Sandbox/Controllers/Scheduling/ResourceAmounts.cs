using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>Amounts by resource name, in base units: cores, bytes, pieces. A name that is not there counts as zero.</summary>
internal sealed class ResourceAmounts
{
    public const string Pods = "pods";

    private readonly Dictionary<string, decimal> _amounts = [];

    public decimal this[string name] => _amounts.GetValueOrDefault(name);

    public IEnumerable<string> Names => _amounts.Keys;

    /// <summary>A map such as <c>{"cpu": "500m"}</c>; what is no quantity is left out.</summary>
    public static ResourceAmounts Read(JsonNode? map)
    {
        var amounts = new ResourceAmounts();
        foreach (var (name, value) in map.Pairs())
        {
            if (Quantity.TryParse(value, out var amount))
            {
                amounts._amounts[name] = amount;
            }
        }

        return amounts;
    }

    /// <summary>
    /// What a pod needs at any one time: the sum of its containers, or its hungriest init container if that is more; and one place among the pods. A
    /// limit without a request counts as one.
    /// </summary>
    public static ResourceAmounts OfPod(JsonObject pod)
    {
        var total = new ResourceAmounts();
        foreach (var container in pod.Items("spec", "containers"))
        {
            total.Add(OfContainer(container));
        }

        foreach (var container in pod.Items("spec", "initContainers"))
        {
            foreach (var (name, amount) in OfContainer(container)._amounts)
            {
                total._amounts[name] = Math.Max(total[name], amount);
            }
        }

        total._amounts[Pods] = 1;
        return total;
    }

    public void Add(ResourceAmounts other)
    {
        foreach (var (name, amount) in other._amounts)
        {
            _amounts[name] = this[name] + amount;
        }
    }

    public void Subtract(ResourceAmounts other)
    {
        foreach (var (name, amount) in other._amounts)
        {
            _amounts[name] = this[name] - amount;
        }
    }

    private static ResourceAmounts OfContainer(JsonObject container)
    {
        var requests = Read(container.At("resources", "requests"));
        foreach (var (name, limit) in Read(container.At("resources", "limits"))._amounts)
        {
            requests._amounts.TryAdd(name, limit);
        }

        return requests;
    }
}
