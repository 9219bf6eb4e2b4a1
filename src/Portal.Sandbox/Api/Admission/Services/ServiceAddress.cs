using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Services;

/// <summary>
/// Gives every service an address of its own, and ports of the node where it asks for them. The addresses are local ones: what a pod serves on all of its
/// addresses is reached through the service, as long as port and target port are the same.
/// </summary>
public sealed class ServiceAddress : IAdmissionStep
{
    private const string Range = "127.96.0.0/16";
    private const string Prefix = "127.96.";
    private const int Size = 256 * 256;
    private const long FirstNodePort = 30_000;
    private const long LastNodePort = 32_767;

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Services || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0 || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        if (spec.Text("type") == "ExternalName")
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
            return;
        }
        if (request.Old?["spec"] is { } old)
        {
            Keep(spec, old);
        }
        var others = request.Root.All(ResourceTypes.Services).Where(s => s.Namespace != request.Namespace || s.Name != request.Name).Select(StoreJson.Object).ToList();
        GiveAddress(request, spec, others);
        spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
        spec["internalTrafficPolicy"] ??= "Cluster";
        if (spec.Text("type") is "NodePort" or "LoadBalancer")
        {
            spec["externalTrafficPolicy"] ??= "Cluster";
            GiveNodePorts(request, spec, others);
        }
    }

    /// <summary>An update that says nothing of what was given keeps it.</summary>
    private static void Keep(JsonObject spec, JsonNode old)
    {
        if (string.IsNullOrEmpty(spec.Text("clusterIP")) && old.Text("clusterIP") is { Length: > 0 } address)
        {
            spec["clusterIP"] = address;
        }
        foreach (var port in spec.Items("ports").Where(p => p["nodePort"] is null))
        {
            if (old.Items("ports").FirstOrDefault(p => p.Whole("port") == port.Whole("port") && p.Text("protocol") == port.Text("protocol")).Whole("nodePort") is { } given)
            {
                port["nodePort"] = given;
            }
        }
    }

    private static void GiveAddress(AdmissionRequest request, JsonObject spec, List<JsonObject> others)
    {
        var taken = others.Select(s => s.Text("spec", "clusterIP") ?? "").ToHashSet(StringComparer.Ordinal);
        var wanted = spec.Text("clusterIP") ?? "";
        if (wanted == "None" || (request.Old is not null && wanted == request.Old.Text("spec", "clusterIP")))
        {
            return;
        }
        if (wanted.Length > 0)
        {
            var problem = !IsInRange(wanted) ? $"the provided IP ({wanted}) is not in the valid range. The range of valid IPs is {Range}"
                : taken.Contains(wanted) ? "provided IP is already allocated"
                : null;
            if (problem is not null)
            {
                throw ApiErrors.Invalid(request.Type, request.Name, FieldError.Invalid("spec.clusterIPs", new JsonArray(wanted), $"failed to allocate IP {wanted}: {problem}"));
            }
            return;
        }

        // Where to begin follows from the uid, so that an address is not at once another service's when its own is gone.
        var start = (int)(Convert.ToUInt32(request.Object.Uid()[..8], 16) % Size);
        spec["clusterIP"] = Enumerable.Range(0, Size).Select(i => Address((start + i) % Size)).FirstOrDefault(a => IsInRange(a) && !taken.Contains(a))
            ?? throw ApiErrors.Internal("failed to allocate a serviceIP: range is full");
    }

    private static void GiveNodePorts(AdmissionRequest request, JsonObject spec, List<JsonObject> others)
    {
        var taken = others.SelectMany(s => s.Items("spec", "ports")).Select(p => p.Whole("nodePort")).OfType<long>().ToHashSet();
        var ports = spec.Items("ports").ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Whole("nodePort") is > 0 and var wanted)
            {
                if (!taken.Add(wanted))
                {
                    throw ApiErrors.Invalid(request.Type, request.Name, FieldError.Invalid($"spec.ports[{i}].nodePort", wanted, "provided port is already allocated"));
                }
                continue;
            }
            var free = Enumerable.Range((int)FirstNodePort, (int)(LastNodePort - FirstNodePort + 1)).FirstOrDefault(p => !taken.Contains(p));
            ports[i]["nodePort"] = free > 0 ? free : throw ApiErrors.Internal("failed to allocate a nodePort: range is full");
            taken.Add(free);
        }
    }

    private static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number / 256}.{number % 256}");

    /// <summary>The first and the last address are no host's.</summary>
    private static bool IsInRange(string address) =>
        System.Net.IPAddress.TryParse(address, out _) && address.StartsWith(Prefix, StringComparison.Ordinal) && address is not (Prefix + "0.0" or Prefix + "255.255");
}
