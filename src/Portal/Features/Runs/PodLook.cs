using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Features.Runs;

/// <summary>How a pod is shown: its mark, and in a word what it does or why it does not.</summary>
/// <param name="Css">Mark: run, wait, ok, bad or unk.</param>
/// <param name="Text">Kubernetes' own word for the state.</param>
/// <param name="Detail">What Kubernetes says about it; may be empty.</param>
public sealed record PodLook(string Css, string Text, string Detail)
{
    public static PodLook Of(PodView pod, bool gone)
    {
        var container = pod.Containers.FirstOrDefault(c => c is { Init: false, State: "terminated" or "waiting", Reason: not null })
            ?? pod.Containers.FirstOrDefault(c => c.Reason is not null);
        var reason = pod.Reason ?? container?.Reason;
        var detail = pod.UnschedulableMessage ?? pod.Message ?? container?.Message ?? "";
        return pod.Phase switch
        {
            "Succeeded" => new("ok", reason ?? "Completed", detail),
            "Failed" => new("bad", reason ?? "Failed", detail),
            _ when gone => new("off", "Removed", detail),
            "Running" when pod.DeletionTimestamp is not null => new("off", "Terminating", detail),
            "Running" => new("run", "Running", detail),
            "Pending" => new(reason is "ImagePullBackOff" or "ErrImagePull" or "CreateContainerConfigError" ? "bad" : "wait", reason ?? (pod.ScheduledAt is null ? "Pending" : "Starting"), detail),
            _ => new("unk", reason ?? pod.Phase, detail),
        };
    }

    /// <summary>A pod that Kubernetes no longer has.</summary>
    public static PodLook Of(RunPod pod) => pod.Phase switch
    {
        "Succeeded" => new("ok", pod.Reason ?? "Completed", ""),
        "Failed" => new("bad", pod.Reason ?? "Failed", ""),
        _ => new("off", "Removed", ""),
    };

    /// <summary>driver, executor, or empty.</summary>
    public static string Role(PodView pod) => pod.Labels.GetValueOrDefault("spark-role") ?? "";
}
