using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Limits;

/// <summary>Containers, pods and volume claims stay within the limits of their namespace.</summary>
public sealed class LimitCheck : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (!LimitRanges.Concern(request))
        {
            return;
        }
        foreach (var range in LimitRanges.Of(request))
        {
            var errors = range.SelectMany(item => request.Type == ResourceTypes.Pods ? OfPod(item, request.Object) : OfClaim(item, request.Object)).ToList();
            if (errors.Count > 0)
            {
                throw ApiErrors.Forbidden(request.Type, request.Name, errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors.Distinct(StringComparer.Ordinal))}]");
            }
        }
    }

    private static IEnumerable<string> OfPod(JsonObject item, JsonObject pod) => item.Text("type") switch
    {
        "Container" => pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"))
            .SelectMany(c => Check(item, "Container", ResourceList.Read(c.At("resources", "requests")), ResourceList.Read(c.At("resources", "limits")))),
        "Pod" => Check(item, "Pod", PodResources.Requests(pod), PodResources.Limits(pod)),
        _ => [],
    };

    private static IEnumerable<string> OfClaim(JsonObject item, JsonObject claim)
    {
        if (item.Text("type") != "PersistentVolumeClaim")
        {
            yield break;
        }
        var requests = ResourceList.Read(claim.At("spec", "resources", "requests"));
        foreach (var error in AtLeast(item, "PersistentVolumeClaim", requests, ResourceList.Read(claim.At("spec", "resources", "limits"))))
        {
            yield return error;
        }
        var max = ResourceList.Read(item["max"]);
        foreach (var name in max.Names)
        {
            if (!requests.Has(name))
            {
                yield return $"maximum {name} usage per PersistentVolumeClaim is {max[name]}.  No request is specified";
            }
            else if (requests[name].Amount > max[name].Amount)
            {
                yield return $"maximum {name} usage per PersistentVolumeClaim is {max[name]}, but request is {requests[name]}";
            }
        }
    }

    private static IEnumerable<string> Check(JsonObject item, string type, ResourceList requests, ResourceList limits) =>
        AtLeast(item, type, requests, limits).Concat(AtMost(item, type, requests, limits)).Concat(WithinRatio(item, type, requests, limits));

    private static IEnumerable<string> AtLeast(JsonObject item, string type, ResourceList requests, ResourceList limits)
    {
        var min = ResourceList.Read(item["min"]);
        foreach (var name in min.Names)
        {
            var text = $"minimum {name} usage per {type} is {min[name]}";
            if (!requests.Has(name))
            {
                yield return $"{text}.  No request is specified";
            }
            else if (requests[name].Amount < min[name].Amount)
            {
                yield return $"{text}, but request is {requests[name]}";
            }
            else if (limits.Has(name) && limits[name].Amount < min[name].Amount)
            {
                yield return $"{text}, but limit is {limits[name]}";
            }
        }
    }

    private static IEnumerable<string> AtMost(JsonObject item, string type, ResourceList requests, ResourceList limits)
    {
        var max = ResourceList.Read(item["max"]);
        foreach (var name in max.Names)
        {
            var text = $"maximum {name} usage per {type} is {max[name]}";
            if (!limits.Has(name))
            {
                yield return $"{text}.  No limit is specified";
            }
            else if (limits[name].Amount > max[name].Amount)
            {
                yield return $"{text}, but limit is {limits[name]}";
            }
            else if (requests.Has(name) && requests[name].Amount > max[name].Amount)
            {
                yield return $"{text}, but request is {requests[name]}";
            }
        }
    }

    private static IEnumerable<string> WithinRatio(JsonObject item, string type, ResourceList requests, ResourceList limits)
    {
        var most = ResourceList.Read(item["maxLimitRequestRatio"]);
        foreach (var name in most.Names)
        {
            var text = $"{name} max limit to request ratio per {type} is {most[name]}";
            if (requests[name].Amount == 0)
            {
                yield return $"{text}, but no request is specified or request is 0";
            }
            else if (limits[name].Amount == 0)
            {
                yield return $"{text}, but no limit is specified or limit is 0";
            }
            else if (limits[name].Amount / requests[name].Amount is var ratio && ratio > most[name].Amount)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{text}, but provided ratio is {ratio:F6}");
            }
        }
    }
}
