using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Pods;

namespace Portal.Sandbox.Node.Logs;

/// <summary>Which container instance's log a request means, or why there is none, in the words of API server and kubelet.</summary>
internal static class LogChoice
{
    /// <returns>Name and instance of the container; null when the pod has no node yet, which is answered with nothing.</returns>
    /// <exception cref="ApiException">400.</exception>
    public static (string Container, int Instance)? Of(JsonObject pod, LogRequest request)
    {
        var container = NameOf(pod, request.Container);
        if (pod.Text("spec", "nodeName") is null)
        {
            return null;
        }

        var status = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).FirstOrDefault(s => s.Text("name") == container)
            ?? throw Refused($"container \"{container}\" in pod \"{pod.Name()}\" is not available");
        var id = IdOf(pod.Name(), container, status, request.Previous);
        return ContainerId.TryReadInstance(id, out var instance) ? (container, instance) : throw Refused($"unable to retrieve container logs for {id}");
    }

    private static string NameOf(JsonObject pod, string? asked)
    {
        var names = pod.Items("spec", "containers").Select(c => c.Text("name") ?? "").ToList();
        if (asked is null)
        {
            return names.Count == 1
                ? names[0]
                : throw Refused($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', names)}]");
        }

        var known = names.Contains(asked) || pod.Items("spec", "initContainers").Any(c => c.Text("name") == asked);
        return known ? asked : throw Refused($"container {asked} is not valid for pod {pod.Name()}");
    }

    private static string IdOf(string pod, string container, JsonObject status, bool previous)
    {
        var last = status.Text("lastState", "terminated", "containerID");
        if (previous)
        {
            return last ?? throw Refused($"previous terminated container \"{container}\" in pod \"{pod}\" not found");
        }

        var state = status.At("state") as JsonObject;
        if (state.At("running") is not null)
        {
            return status.Text("containerID") ?? "";
        }

        if (state.At("terminated") is not null)
        {
            return state.Text("terminated", "containerID") ?? last ?? throw Refused($"container \"{container}\" in pod \"{pod}\" is terminated");
        }

        return last ?? throw Refused($"container \"{container}\" in pod \"{pod}\" is waiting to start: {Why(state.Text("waiting", "reason"))}");
    }

    private static string Why(string? reason) => reason switch
    {
        "ErrImagePull" => "image can't be pulled",
        "ImagePullBackOff" => "trying and failing to pull image",
        null => "no logs yet",
        _ => reason,
    };

    private static ApiException Refused(string message) => new(StatusCodes.Status400BadRequest, "BadRequest", message);
}
