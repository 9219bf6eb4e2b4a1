using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>
/// Carries over to a pod what the application says about it and spark-submit has no option for: the work of the operator's webhook. Driver and executor
/// have the same fields.
/// </summary>
internal static class PodCustomization
{
    /// <summary>Fields of a role that stand in the pod's spec under the same or another name.</summary>
    private static readonly (string Role, string Pod)[] PodFields =
    [
        ("affinity", "affinity"), ("tolerations", "tolerations"), ("podSecurityContext", "securityContext"), ("schedulerName", "schedulerName"),
        ("initContainers", "initContainers"), ("hostNetwork", "hostNetwork"), ("dnsConfig", "dnsConfig"),
        ("terminationGracePeriodSeconds", "terminationGracePeriodSeconds"), ("serviceAccount", "serviceAccountName"), ("hostAliases", "hostAliases"),
        ("shareProcessNamespace", "shareProcessNamespace"), ("priorityClassName", "priorityClassName"),
    ];

    private static readonly string[] ContainerFields = ["securityContext", "lifecycle", "envFrom"];

    public static void Apply(SparkApp app, JsonNode? role, JsonObject podSpec, JsonObject container)
    {
        foreach (var (from, to) in PodFields)
        {
            Copy(role.At(from), podSpec, to);
        }

        foreach (var field in ContainerFields)
        {
            Copy(role.At(field), container, field);
        }

        if (role.Flag("hostNetwork") == true)
        {
            podSpec["dnsPolicy"] = "ClusterFirstWithHostNet";
        }

        foreach (var selector in app.Spec.Pairs("nodeSelector").Concat(role.Pairs("nodeSelector")))
        {
            podSpec.Child("nodeSelector")[selector.Key] = selector.Value;
        }

        if (app.Spec.At("imagePullSecrets") is JsonArray { Count: > 0 } secrets)
        {
            podSpec["imagePullSecrets"] = new JsonArray([.. secrets.Select(s => new JsonObject { ["name"] = s.Scalar() })]);
        }

        foreach (var sidecar in role.Items("sidecars"))
        {
            podSpec.List("containers").Add(sidecar.DeepClone());
        }
    }

    private static void Copy(JsonNode? value, JsonObject target, string field)
    {
        if (value is not null)
        {
            target[field] = value.DeepClone();
        }
    }
}
