using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Services;

/// <summary>A pod behind a service, at the ports that the service asks for.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Ports">Ports by the names of the service's ports: <c>{name, port, protocol}</c>.</param>
/// <param name="Ready">Whether it takes requests.</param>
internal sealed record ServiceBackend(JsonObject Pod, JsonArray Ports, bool Ready)
{
    /// <summary>Equal when the ports are.</summary>
    public string PortsKey { get; } = Ports.ToJsonString();

    public string Address => Pod.Text("status", "podIP")!;

    /// <summary>The pods behind a service, those that have ended, or have no address yet, left out; by name.</summary>
    public static IReadOnlyList<ServiceBackend> Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        var selector = service.Pairs("spec", "selector").ToList();
        return
        [
            .. pods.Where(p => selector.TrueForAll(s => p.Label(s.Key) == s.Value) && p.Text("status", "podIP") is { Length: > 0 } && p.Text("status", "phase") is not ("Succeeded" or "Failed"))
                .OrderBy(p => p.Name(), StringComparer.Ordinal)
                .Select(p => new ServiceBackend(p, PortsOf(service, p), IsReady(service, p))),
        ];
    }

    public JsonObject Reference() => new()
    {
        ["kind"] = "Pod",
        ["namespace"] = Pod.Namespace(),
        ["name"] = Pod.Name(),
        ["uid"] = Pod.Uid(),
    };

    private static bool IsReady(JsonObject service, JsonObject pod) =>
        service.Flag("spec", "publishNotReadyAddresses") == true
        || (!pod.Terminating() && pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True"));

    /// <summary>A target port may be the name of a port of the pod's containers; what the pod does not have is left out.</summary>
    private static JsonArray PortsOf(JsonObject service, JsonObject pod)
    {
        var ports = new JsonArray();
        foreach (var port in service.Items("spec", "ports"))
        {
            var number = port.Text("targetPort") is { } name
                ? pod.Items("spec", "containers").SelectMany(c => c.Items("ports")).FirstOrDefault(p => p.Text("name") == name).Whole("containerPort")
                : port.Whole("targetPort") is > 0 and var target ? target : port.Whole("port");
            if (number is { } found)
            {
                var entry = new JsonObject { ["port"] = found, ["protocol"] = port.Text("protocol") ?? "TCP" };
                if (port.Text("name") is { Length: > 0 } portName)
                {
                    entry.Insert(0, "name", portName);
                }

                ports.Add(entry);
            }
        }

        return ports;
    }
}
