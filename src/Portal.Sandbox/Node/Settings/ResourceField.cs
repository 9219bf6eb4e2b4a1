using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Settings;

/// <summary>What a container is told about its own requests and limits.</summary>
internal sealed class ResourceField(NodeCapacity capacity)
{
    /// <param name="pod">The pod.</param>
    /// <param name="container">Whose resources, when the reference names no container.</param>
    /// <param name="reference">A <c>resourceFieldRef</c>.</param>
    /// <exception cref="ContainerConfigException">No such resource.</exception>
    public string Read(JsonObject pod, string container, JsonNode? reference)
    {
        var name = reference.Text("containerName") ?? container;
        var resource = reference.Text("resource") ?? "";
        var target = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).FirstOrDefault(c => c.Text("name") == name)
            ?? throw new ContainerConfigException($"container {name} not found");
        if (resource.Split('.') is not [("limits" or "requests") and var bound, ("cpu" or "memory") and var what])
        {
            throw new ContainerConfigException($"unsupported container resource: {resource}");
        }

        var resources = target.At("resources");
        var given = Quantity.TryParse(resources.At(bound, what).Scalar(), out var amount);
        if (!given && bound == "limits")
        {
            amount = what == "cpu" ? capacity.Cpu : capacity.Memory;
        }

        var divisor = Quantity.TryParse(reference.At("divisor").Scalar(), out var by) && by > 0 ? by : 1;
        return decimal.Ceiling(amount / divisor).ToString("0", CultureInfo.InvariantCulture);
    }
}
