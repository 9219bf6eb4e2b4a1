using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>What the scheduler looks at in a pod.</summary>
/// <param name="Key">Namespace and name.</param>
/// <param name="Uid">Which pod it is.</param>
/// <param name="Node">Where it is bound; null while it is not.</param>
/// <param name="Waits">Whether it wants a node from this scheduler.</param>
/// <param name="Counts">Whether it uses up room on its node: ended pods do not.</param>
/// <param name="Priority">Higher goes first.</param>
/// <param name="Created">Among equals, earlier goes first.</param>
/// <param name="Requests">What it needs.</param>
/// <param name="Selector">Labels that its node must have.</param>
/// <param name="Tolerations">Taints that it puts up with.</param>
/// <param name="Claims">Its PersistentVolumeClaims.</param>
/// <param name="Preempts">Whether pods of less priority have to go for it.</param>
/// <param name="Leaves">Whether it is being deleted, and its room about to be free.</param>
/// <param name="Told">What it says already about why it was not placed.</param>
internal sealed record PodView(
    ObjectKey Key,
    string Uid,
    string? Node,
    bool Waits,
    bool Counts,
    long Priority,
    DateTimeOffset Created,
    ResourceAmounts Requests,
    IReadOnlyList<KeyValuePair<string, string>> Selector,
    IReadOnlyList<JsonNode> Tolerations,
    IReadOnlyList<string> Claims,
    bool Preempts,
    bool Leaves,
    string? Told)
{
    private const string DefaultScheduler = "default-scheduler";

    public static PodView Read(JsonObject pod)
    {
        var node = pod.Text("spec", "nodeName") is { Length: > 0 } name ? name : null;
        var phase = pod.Text("status", "phase");
        var ended = phase is "Succeeded" or "Failed";
        return new(
            ObjectKey.Of(pod),
            pod.Uid(),
            node,
            node is null && !ended && !pod.Terminating()
                && pod.Text("spec", "schedulerName") is null or "" or DefaultScheduler && !pod.Items("spec", "schedulingGates").Any(),
            node is not null && !ended,
            pod.Whole("spec", "priority") ?? 0,
            pod.Time("metadata", "creationTimestamp") ?? default,
            ResourceAmounts.OfPod(pod),
            [.. pod.Pairs("spec", "nodeSelector")],
            [.. pod.Items("spec", "tolerations").Select(t => t.DeepClone())],
            [.. pod.Items("spec", "volumes").Select(v => v.Text("persistentVolumeClaim", "claimName")).OfType<string>()],
            pod.Text("spec", "preemptionPolicy") != "Never",
            pod.Terminating(),
            pod.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "PodScheduled" && c.Text("status") == "False").Text("message"));
    }
}
