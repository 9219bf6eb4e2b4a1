using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Limits;

/// <summary>Gives the containers of a new pod the namespace's default requests and limits, and says so in an annotation.</summary>
public sealed class LimitDefaults : IAdmissionStep
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Pods || !LimitRanges.Concern(request))
        {
            return;
        }
        foreach (var range in LimitRanges.Of(request))
        {
            var (limits, requests) = (new JsonObject(), new JsonObject());
            foreach (var item in range.Where(i => i.Text("type") == "Container"))
            {
                Take(item["default"], limits);
                Take(item["defaultRequest"], requests);
            }
            Apply(request.Object, limits, requests);
        }
    }

    private static void Take(JsonNode? from, JsonObject into)
    {
        foreach (var (name, amount) in from as JsonObject ?? [])
        {
            into[name] = amount?.DeepClone();
        }
    }

    private static void Apply(JsonObject pod, JsonObject limits, JsonObject requests)
    {
        var notes = new List<string>();
        foreach (var (list, what) in new[] { ("containers", "container"), ("initContainers", "init container") })
        {
            foreach (var container in pod.Items("spec", list))
            {
                var setLimits = Fill(container, "limits", limits);
                var setRequests = Fill(container, "requests", requests);
                notes.AddRange(setRequests.Count > 0 ? [$"{string.Join(", ", setRequests)} request for {what} {container.Text("name")}"] : []);
                notes.AddRange(setLimits.Count > 0 ? [$"{string.Join(", ", setLimits)} limit for {what} {container.Text("name")}"] : []);
            }
        }
        if (notes.Count > 0)
        {
            pod.Child("metadata").Child("annotations")[Annotation] = $"LimitRanger plugin set: {string.Join("; ", notes)}";
        }
    }

    private static List<string> Fill(JsonObject container, string field, JsonObject defaults)
    {
        var set = defaults.Where(d => container.At("resources", field, d.Key) is null).OrderBy(d => d.Key, StringComparer.Ordinal).ToList();
        foreach (var (name, amount) in set)
        {
            container.Child("resources").Child(field)[name] = amount?.DeepClone();
        }
        return [.. set.Select(s => s.Key)];
    }
}
