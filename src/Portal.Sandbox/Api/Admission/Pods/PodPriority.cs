using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>A new pod has the priority of its class: the one that it names, else the cluster's default one, else 0.</summary>
public sealed class PodPriority : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Pods || request.Operation != AdmissionOperation.Create || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        var found = ClassOf(request, spec);
        var priority = found.Whole("value") ?? 0;
        if (spec.Whole("priority") is { } given && given != priority)
        {
            throw ApiErrors.Forbidden(
                request.Type,
                request.Name,
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }
        if (found is not null)
        {
            spec["priorityClassName"] = found.Name();
        }
        spec["priority"] = priority;
        spec["preemptionPolicy"] ??= found.Text("preemptionPolicy") ?? "PreemptLowerPriority";
    }

    private static JsonObject? ClassOf(AdmissionRequest request, JsonObject spec)
    {
        if (spec.Text("priorityClassName") is { Length: > 0 } name)
        {
            return StoreJson.Object(request.Root.Find(ResourceTypes.PriorityClasses, "", name)
                ?? throw ApiErrors.Forbidden(request.Type, request.Name, $"no PriorityClass with name {name} was found"));
        }
        return request.Root.All(ResourceTypes.PriorityClasses).Select(StoreJson.Object).Where(c => c.Flag("globalDefault") == true).MinBy(c => c.Whole("value"));
    }
}
