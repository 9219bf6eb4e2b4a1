using System.Text.Json.Nodes;

namespace Portal.Sandbox.Manifests;

/// <summary>
/// What a pod as a whole asks for and may use: the sum of its containers and of the init containers that keep running, or its hungriest other init
/// container if that is more; what the pod itself says instead, where it does; and its overhead.
/// </summary>
internal static class PodResources
{
    public static ResourceList Requests(JsonObject pod) => Total(pod, "requests");

    public static ResourceList Limits(JsonObject pod) => Total(pod, "limits");

    private static ResourceList Total(JsonObject pod, string kind)
    {
        var total = new ResourceList();
        foreach (var container in pod.Items("spec", "containers"))
        {
            total.Add(ResourceList.Read(container.At("resources", kind)));
        }

        var (running, peak) = (new ResourceList(), new ResourceList());
        foreach (var container in pod.Items("spec", "initContainers"))
        {
            var own = ResourceList.Read(container.At("resources", kind));
            if (container.Text("restartPolicy") == "Always")
            {
                running.Add(own);
                total.Add(own);
                peak.Raise(running);
                continue;
            }

            own.Add(running);
            peak.Raise(own);
        }

        total.Raise(peak);
        total.Replace(ResourceList.Read(pod.At("spec", "resources", kind)));
        var overhead = ResourceList.Read(pod.At("spec", "overhead"));
        foreach (var name in overhead.Names.Where(n => kind == "requests" || total.Has(n)))
        {
            total[name] += overhead[name];
        }

        return total;
    }
}
