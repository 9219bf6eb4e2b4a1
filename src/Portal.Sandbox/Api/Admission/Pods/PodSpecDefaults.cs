using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>What Kubernetes fills into a pod's spec wherever one is written: in a pod, and in the template of a job.</summary>
internal static class PodSpecDefaults
{
    public static void Apply(JsonObject spec)
    {
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30L;
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["securityContext"] ??= new JsonObject();
        spec["schedulerName"] ??= "default-scheduler";
        foreach (var container in Containers(spec))
        {
            container["resources"] ??= new JsonObject();
            container["terminationMessagePath"] ??= "/dev/termination-log";
            container["terminationMessagePolicy"] ??= "File";
            container["imagePullPolicy"] ??= Pulls(container.Text("image") ?? "") ? "Always" : "IfNotPresent";
            foreach (var port in container.Items("ports"))
            {
                port["protocol"] ??= "TCP";
            }
        }
    }

    public static IEnumerable<JsonObject> Containers(JsonObject spec) => spec.Items("containers").Concat(spec.Items("initContainers"));

    private static bool Pulls(string image) => image.EndsWith(":latest", StringComparison.Ordinal) || !image.AsSpan(image.LastIndexOf('/') + 1).ContainsAny(':', '@');
}
