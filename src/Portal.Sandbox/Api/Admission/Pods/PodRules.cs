using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>What a pod must have, and that what it is does not change once it is there.</summary>
public sealed class PodRules : IAdmissionStep
{
    private static readonly string[] MutableFields = ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName", "schedulingGates"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Pods || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0)
        {
            return;
        }
        if (request.Old is { } old)
        {
            RequireSame(request, old);
            return;
        }
        if (request.Object["spec"] is not (null or JsonObject))
        {
            throw ApiErrors.BadRequest("Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal value into Go struct field Pod.spec of type v1.PodSpec");
        }
        var errors = Check(request.Object["spec"] as JsonObject ?? [], "spec").ToList();
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    /// <summary>What is wrong with a pod's spec, wherever one is written.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="path">Where it is.</param>
    internal static IEnumerable<FieldError> Check(JsonObject spec, string path)
    {
        if (spec["containers"] is not JsonArray { Count: > 0 } containers)
        {
            yield return FieldError.Required($"{path}.containers");
            yield break;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (list, field) in new[] { (containers, $"{path}.containers"), (spec["initContainers"] as JsonArray ?? [], $"{path}.initContainers") })
        {
            for (var i = 0; i < list.Count; i++)
            {
                foreach (var error in CheckContainer(list[i], $"{field}[{i}]", names))
                {
                    yield return error;
                }
            }
        }
        if (!Is(spec["restartPolicy"], "Always", "OnFailure", "Never"))
        {
            yield return FieldError.NotSupported($"{path}.restartPolicy", spec["restartPolicy"], "Always", "OnFailure", "Never");
        }
    }

    private static IEnumerable<FieldError> CheckContainer(JsonNode? node, string path, HashSet<string> names)
    {
        if (node is not JsonObject container)
        {
            yield return FieldError.Required(path);
            yield break;
        }
        var name = Text(container["name"]);
        if (name.Length == 0)
        {
            yield return FieldError.Required($"{path}.name");
        }
        foreach (var error in name.Length == 0 ? [] : NameRule.Label.Check($"{path}.name", name))
        {
            yield return error;
        }
        if (name.Length > 0 && !names.Add(name))
        {
            yield return new FieldError("FieldValueDuplicate", $"{path}.name", $"Duplicate value: \"{name}\"");
        }
        if (Text(container["image"]).Length == 0)
        {
            yield return FieldError.Required($"{path}.image");
        }
        if (!Is(container["imagePullPolicy"], "Always", "IfNotPresent", "Never"))
        {
            yield return FieldError.NotSupported($"{path}.imagePullPolicy", container["imagePullPolicy"], "Always", "IfNotPresent", "Never");
        }
        foreach (var list in (string[])["command", "args"])
        {
            if (container[list] is { } words && (words is not JsonArray array || array.Any(w => w?.GetValueKind() != JsonValueKind.String)))
            {
                throw ApiErrors.BadRequest($"Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal value into Go struct field Container.{path}.{list} of type string");
            }
        }
    }

    private static void RequireSame(AdmissionRequest request, JsonObject old)
    {
        if (!JsonNode.DeepEquals(Fixed(request.Object), Fixed(old)))
        {
            throw ApiErrors.Invalid(request.Type, request.Name, FieldError.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n"));
        }
    }

    /// <summary>The part of a pod's spec that stays as it was created. A node's name may be set by the scheduler.</summary>
    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = pod["spec"]?.DeepClone() as JsonObject ?? [];
        foreach (var field in MutableFields)
        {
            spec.Remove(field);
        }
        foreach (var container in (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>())
        {
            container.Remove("image");
        }
        return spec;
    }

    private static bool Is(JsonNode? value, params ReadOnlySpan<string> allowed) => allowed.Contains(Text(value));

    private static string Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : "";
}
