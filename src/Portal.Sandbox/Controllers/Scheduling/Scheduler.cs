using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>
/// Gives every waiting pod a node that has room for it. Any change of a pod, node or claim starts one pass over all that wait, so a pod that found no
/// room is tried again the moment there may be some.
/// </summary>
internal sealed class Scheduler : Controller<string>
{
    private const string Component = "default-scheduler";
    private const string Pass = "pass";

    private readonly SchedulerState _state = new();

    public Scheduler(IObjects objects, TimeProvider time, ILogger<Scheduler> logger)
        : base(objects, time, logger)
    {
        Follow(ResourceTypes.Nodes, _state.ApplyNode);
        Follow(ResourceTypes.PersistentVolumeClaims, _state.ApplyClaim);
        Follow(ResourceTypes.Pods, _state.ApplyPod);
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        var waiting = _state.Waiting();
        var nodes = waiting.Count == 0 ? [] : _state.Nodes();
        var placed = waiting.Count == 0 ? Enumerable.Empty<PodView>().ToLookup(p => "") : _state.Placed();
        var writes = new List<Task>();
        var preempting = false;
        foreach (var pod in waiting)
        {
            if (Place(pod, nodes) is { } place)
            {
                place.Used.Add(pod.Requests);
                writes.Add(BindAsync(pod, place.Node.Name, ct));
                continue;
            }

            // For one pod at a time: the others look again when its victims have gone.
            var plan = preempting || _state.ClaimProblem(pod) is not null ? null : Preemption.Find(pod, nodes, placed);
            preempting |= plan is not null;
            writes.AddRange(plan?.Victims.Select(v => EvictAsync(v, pod, plan.Node, ct)) ?? []);
            if (WhyNot(pod, nodes, plan is not null) is var message && message != pod.Told)
            {
                writes.Add(RefuseAsync(pod, message, ct));
            }
        }

        // Side by side, so that many pods share a few writes to the disk.
        await Task.WhenAll(writes);
        return null;
    }

    private void Follow(ResourceType type, Action<JsonObject, bool> apply) => Watch(type, change =>
    {
        apply(change.Object, change.Type == "DELETED");
        Queue.Add(Pass);
    });

    private (NodeView Node, ResourceAmounts Used)? Place(PodView pod, IReadOnlyList<(NodeView Node, ResourceAmounts Used)> nodes)
    {
        if (_state.ClaimProblem(pod) is not null)
        {
            return null;
        }

        foreach (var place in nodes)
        {
            if (Fit.Check(pod, place.Node, place.Used) is null)
            {
                return place;
            }
        }

        return null;
    }

    private string WhyNot(PodView pod, IReadOnlyList<(NodeView Node, ResourceAmounts Used)> nodes, bool preempts)
    {
        if (nodes.Count > 0 && _state.ClaimProblem(pod) is { } problem)
        {
            return Fit.Message(nodes.Count, problem);
        }

        var refusals = nodes.Select(n => Fit.Check(pod, n.Node, n.Used)).OfType<Refusal>().ToList();
        return preempts ? Fit.WaitingMessage(refusals) : Fit.Message(refusals);
    }

    private async Task EvictAsync(PodView victim, PodView forPod, string node, CancellationToken ct)
    {
        var marked = await Objects.UpdateAsync(ResourceTypes.Pods, victim.Key.Namespace, victim.Key.Name, status: true, current =>
            current.Uid() == victim.Uid && !current.Terminating() && Conditions.Set(
                current, "DisruptionTarget", "True", "PreemptionByScheduler", $"{Component}: preempting to accommodate a higher priority pod", Time.GetUtcNow()), ct);
        if (marked is null || marked.Uid() != victim.Uid)
        {
            return;
        }

        await RecordAsync(marked, "Normal", "Preempted", $"Preempted by pod {forPod.Uid} on node {node}", Component, ct);
        await Objects.DeleteAsync(ResourceTypes.Pods, victim.Key.Namespace, victim.Key.Name, victim.Uid, graceSeconds: null, ct);
    }

    private async Task BindAsync(PodView pod, string node, CancellationToken ct)
    {
        _state.Assume(pod, node);
        JsonObject? bound = null;
        try
        {
            var written = await Objects.UpdateAsync(ResourceTypes.Pods, pod.Key.Namespace, pod.Key.Name, status: false, current =>
            {
                if (current.Uid() != pod.Uid || current.Terminating() || current.Text("spec", "nodeName") is { Length: > 0 })
                {
                    return false;
                }

                current.Child("spec")["nodeName"] = node;
                return true;
            }, ct);
            bound = written?.Uid() == pod.Uid && written.Text("spec", "nodeName") == node ? written : null;
        }
        finally
        {
            if (bound is null)
            {
                _state.Release(pod);
            }
        }

        if (bound is null)
        {
            return;
        }

        await RecordAsync(bound, "Normal", "Scheduled", $"Successfully assigned {pod.Key} to {node}", Component, ct);
    }

    private async Task RefuseAsync(PodView pod, string message, CancellationToken ct)
    {
        if (await SetRefusedAsync(pod, message, ct) is { } refused)
        {
            await RecordAsync(refused, "Warning", "FailedScheduling", message, Component, ct);
        }
    }

    /// <returns>The pod when the condition was news.</returns>
    private async Task<JsonObject?> SetRefusedAsync(PodView pod, string message, CancellationToken ct)
    {
        var changed = false;
        var written = await Objects.UpdateAsync(ResourceTypes.Pods, pod.Key.Namespace, pod.Key.Name, status: true, current =>
        {
            changed = current.Uid() == pod.Uid && current.Text("spec", "nodeName") is not { Length: > 0 }
                && Conditions.Set(current, "PodScheduled", "False", "Unschedulable", message, Time.GetUtcNow());
            return changed;
        }, ct);
        return changed ? written : null;
    }
}
