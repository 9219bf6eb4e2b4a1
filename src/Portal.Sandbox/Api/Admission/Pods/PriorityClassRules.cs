using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>What a PriorityClass may be: the system's own keep their values, all others stay below them, and one at most is the default.</summary>
public sealed class PriorityClassRules : IAdmissionStep
{
    /// <summary>The classes that every cluster has.</summary>
    public static readonly IReadOnlyDictionary<string, long> System = new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["system-cluster-critical"] = 2_000_000_000, ["system-node-critical"] = 2_000_001_000,
    };

    private const long Highest = 1_000_000_000;

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.PriorityClasses || request.Operation == AdmissionOperation.Delete)
        {
            return;
        }
        var priority = request.Object;
        priority["preemptionPolicy"] ??= "PreemptLowerPriority";
        var errors = Check(request.Name, priority, request.Old).ToList();
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
        if (priority.Flag("globalDefault") == true && request.Root.All(ResourceTypes.PriorityClasses).Select(StoreJson.Object).FirstOrDefault(c => c.Flag("globalDefault") == true && c.Name() != request.Name) is { } other)
        {
            throw ApiErrors.Forbidden(request.Type, request.Name, $"PriorityClass {other.Name()} is already marked as default. Only one default can exist");
        }
    }

    private static IEnumerable<FieldError> Check(string name, JsonObject priority, JsonObject? old)
    {
        var value = priority.Whole("value") ?? 0;
        if (name.StartsWith("system-", StringComparison.Ordinal))
        {
            if (System.GetValueOrDefault(name, -1) != value)
            {
                yield return FieldError.Forbidden("metadata.name", "priority class names with 'system-' prefix are reserved for system use only. error: " + name + " is not a known system priority class");
            }
        }
        else if (value > Highest)
        {
            yield return FieldError.Forbidden("value", $"maximum allowed value of a user defined priority is {Highest}");
        }
        if (priority.Text("preemptionPolicy") is not ("PreemptLowerPriority" or "Never"))
        {
            yield return FieldError.NotSupported("preemptionPolicy", priority["preemptionPolicy"], "Never", "PreemptLowerPriority");
        }
        if (old is not null && old.Whole("value") != priority.Whole("value"))
        {
            yield return FieldError.Forbidden("value", "may not be changed in an update.");
        }
    }
}
