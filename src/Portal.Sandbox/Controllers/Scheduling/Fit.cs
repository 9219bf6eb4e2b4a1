namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>Whether a pod may go to a node, and what the scheduler says when it may not. Words as in Kubernetes 1.36.</summary>
internal static class Fit
{
    /// <summary>Null when the pod fits.</summary>
    public static Refusal? Check(PodView pod, NodeView node, ResourceAmounts used)
    {
        // As in Kubernetes one filter after the other is asked, and the first that objects has the word.
        if (node.Unschedulable)
        {
            return new(["node(s) were unschedulable"], Resolvable: false);
        }

        // Kubernetes taints a node that is not ready; here the condition itself stands for that taint.
        if (!node.Ready || node.Taints.Any(t => t.Repels && !pod.Tolerations.Any(t.IsToleratedBy)))
        {
            return new(["node(s) had untolerated taint(s)"], Resolvable: false);
        }

        if (pod.Selector.Any(s => node.Labels.GetValueOrDefault(s.Key) != s.Value))
        {
            return new(["node(s) didn't match Pod's node affinity/selector"], Resolvable: false);
        }

        var missing = pod.Requests.Names.Where(r => pod.Requests[r] > 0 && pod.Requests[r] > node.Allocatable[r] - used[r]).ToList();
        return missing.Count == 0
            ? null
            : new([.. missing.Select(r => r == ResourceAmounts.Pods ? "Too many pods" : $"Insufficient {r}")],
                missing.TrueForAll(r => pod.Requests[r] <= node.Allocatable[r]));
    }

    /// <summary>The message of a pod that no node takes.</summary>
    public static string Message(IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Count == 0)
        {
            return "no nodes available to schedule pods";
        }

        return Message(refusals.Count, Counted(refusals.SelectMany(r => r.Reasons)), Counted(refusals.Select(r => Preemption(r.Resolvable))));
    }

    /// <summary>The message of a pod for which others have to go.</summary>
    public static string WaitingMessage(IReadOnlyList<Refusal> refusals) =>
        $"0/{refusals.Count} nodes are available: {Counted(refusals.SelectMany(r => r.Reasons))}. preemption: not eligible due to a terminating pod on the nominated node.";

    /// <summary>The message of a pod that lacks something no node can give it.</summary>
    public static string Message(int nodes, string reason) => Message(nodes, reason, $"{nodes} {Preemption(resolvable: false)}");

    private static string Message(int nodes, string reasons, string preemption) =>
        $"0/{nodes} nodes are available: {reasons}. no new claims to deallocate, preemption: 0/{nodes} nodes are available: {preemption}.";

    private static string Preemption(bool resolvable) =>
        resolvable ? "No preemption victims found for incoming pod" : "Preemption is not helpful for scheduling";

    private static string Counted(IEnumerable<string> reasons) =>
        string.Join(", ", reasons.CountBy(r => r).Select(r => $"{r.Value} {r.Key}").Order(StringComparer.Ordinal));
}
