namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>
/// Finds pods of less priority whose going makes room for a waiting pod. As in Kubernetes, first all of them are thought away, and then as many as possible
/// let back in, the most important first; of several nodes the one is taken whose most important victim matters least. Disruption budgets are not known here,
/// and the pod is not nominated for the node: it is simply the first in the queue when the room is free.
/// </summary>
internal static class Preemption
{
    /// <returns>Null when it would not help.</returns>
    public static PreemptionPlan? Find(PodView pod, IReadOnlyList<(NodeView Node, ResourceAmounts Used)> nodes, ILookup<string, PodView> placed) =>
        !pod.Preempts ? null
            : nodes.Select(n => On(pod, n.Node, n.Used, [.. placed[n.Node.Name]])).OfType<PreemptionPlan>()
                .MinBy(p => (p.Victims.Count == 0 ? long.MinValue : p.Victims.Max(v => v.Priority), p.Victims.Count));

    private static PreemptionPlan? On(PodView pod, NodeView node, ResourceAmounts used, List<PodView> there)
    {
        var left = new ResourceAmounts();
        left.Add(used);
        foreach (var leaving in there.Where(p => p.Leaves))
        {
            left.Subtract(leaving.Requests);
        }

        var lower = there.Where(p => !p.Leaves && p.Priority < pod.Priority).ToList();
        if (there.Exists(p => p.Leaves && p.Priority < pod.Priority) && Fit.Check(pod, node, left) is null)
        {
            return new(node.Name, []);
        }

        lower.ForEach(p => left.Subtract(p.Requests));
        if (lower.Count == 0 || Fit.Check(pod, node, left) is not null)
        {
            return null;
        }

        List<PodView> victims = [];
        foreach (var candidate in lower.OrderByDescending(p => p.Priority).ThenBy(p => p.Created))
        {
            left.Add(candidate.Requests);
            if (Fit.Check(pod, node, left) is not null)
            {
                left.Subtract(candidate.Requests);
                victims.Add(candidate);
            }
        }

        return new(node.Name, victims);
    }
}
