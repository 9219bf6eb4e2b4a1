using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Services;

/// <summary>What a service must have, in Kubernetes' words.</summary>
public sealed class ServiceRules : IAdmissionStep
{
    private const string PortRange = "must be between 1 and 65535, inclusive";

    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Services || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0)
        {
            return;
        }
        var spec = request.Object["spec"] as JsonObject ?? [];
        List<FieldError> errors = [.. Kind(spec), .. Ports(spec), .. request.Old is { } old ? Fixed(spec, old) : []];
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static IEnumerable<FieldError> Kind(JsonObject spec)
    {
        var type = spec.Text("type") ?? "ClusterIP";
        if (!Types.Contains(type, StringComparer.Ordinal))
        {
            yield return FieldError.NotSupported("spec.type", type, Types);
        }
        if (type == "ExternalName" && string.IsNullOrEmpty(spec.Text("externalName")))
        {
            yield return FieldError.Required("spec.externalName");
        }
        if (spec.Text("clusterIP") == "None" && type is "NodePort" or "LoadBalancer")
        {
            yield return FieldError.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services");
        }
    }

    private static IEnumerable<FieldError> Ports(JsonObject spec)
    {
        var ports = spec.Items("ports").ToList();
        if (ports.Count == 0 && spec.Text("clusterIP") != "None" && spec.Text("type") != "ExternalName")
        {
            yield return FieldError.Required("spec.ports");
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<(string, long?)>();
        for (var i = 0; i < ports.Count; i++)
        {
            var (path, name, number) = ($"spec.ports[{i}]", ports[i].Text("name") ?? "", ports[i].Whole("port"));
            var protocol = ports[i].Text("protocol") ?? "TCP";
            if (name.Length == 0 && ports.Count > 1)
            {
                yield return FieldError.Required(path + ".name");
            }
            foreach (var error in name.Length == 0 ? [] : NameRule.Label.Check(path + ".name", name))
            {
                yield return error;
            }
            if (name.Length > 0 && !names.Add(name))
            {
                yield return FieldError.Duplicate(path + ".name", name);
            }
            if (number is not (>= 1 and <= 65535))
            {
                yield return FieldError.Invalid(path + ".port", number ?? 0, PortRange);
            }
            if (!Protocols.Contains(protocol, StringComparer.Ordinal))
            {
                yield return FieldError.NotSupported(path + ".protocol", protocol, Protocols);
            }
            if (ports[i].Whole("targetPort") is { } target and not (>= 1 and <= 65535))
            {
                yield return FieldError.Invalid(path + ".targetPort", target, PortRange);
            }
            if (!numbers.Add((protocol, number)))
            {
                yield return FieldError.Duplicate(path, new JsonObject { ["protocol"] = protocol, ["port"] = number });
            }
        }
    }

    private static IEnumerable<FieldError> Fixed(JsonObject spec, JsonObject old) =>
        old.Text("spec", "clusterIP") is { Length: > 0 } before && spec.Text("clusterIP") is { Length: > 0 } now && before != now && spec.Text("type") != "ExternalName"
            ? [FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(now), "may not change once set")]
            : [];
}
