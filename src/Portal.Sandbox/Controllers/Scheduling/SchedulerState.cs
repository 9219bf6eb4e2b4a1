using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>
/// Nodes, pods and claims as the scheduler knows them. What it has bound counts at once, before the watch shows it: otherwise two pods would be given
/// the same room.
/// </summary>
internal sealed class SchedulerState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeView> _nodes = [];
    private readonly Dictionary<ObjectKey, PodView> _pods = [];
    private readonly Dictionary<ObjectKey, PodView> _assumed = [];
    private readonly Dictionary<ObjectKey, ClaimState> _claims = [];

    public void ApplyNode(JsonObject node, bool deleted)
    {
        lock (_gate)
        {
            if (deleted)
            {
                _nodes.Remove(node.Name());
            }
            else
            {
                _nodes[node.Name()] = NodeView.Read(node);
            }
        }
    }

    public void ApplyPod(JsonObject pod, bool deleted)
    {
        var key = ObjectKey.Of(pod);
        lock (_gate)
        {
            if (deleted)
            {
                _pods.Remove(key);
                _assumed.Remove(key);
                return;
            }

            var view = _pods[key] = PodView.Read(pod);
            if (view.Node is not null || !view.Waits)
            {
                _assumed.Remove(key);
            }
        }
    }

    public void ApplyClaim(JsonObject claim, bool deleted)
    {
        lock (_gate)
        {
            if (deleted)
            {
                _claims.Remove(ObjectKey.Of(claim));
            }
            else
            {
                _claims[ObjectKey.Of(claim)] = claim.Terminating() ? ClaimState.Terminating
                    : claim.Text("status", "phase") == "Bound" ? ClaimState.Bound
                    : ClaimState.Pending;
            }
        }
    }

    /// <summary>Counts a pod as bound until the watch says so itself.</summary>
    public void Assume(PodView pod, string node)
    {
        lock (_gate)
        {
            if (_pods.TryGetValue(pod.Key, out var current) && current.Uid == pod.Uid && current.Waits)
            {
                _assumed[pod.Key] = pod with { Node = node, Waits = false, Counts = true };
            }
        }
    }

    /// <summary>Takes back <see cref="Assume"/>.</summary>
    public void Release(PodView pod)
    {
        lock (_gate)
        {
            _assumed.Remove(pod.Key);
        }
    }

    /// <summary>Pods that wait, the most urgent first.</summary>
    public IReadOnlyList<PodView> Waiting()
    {
        lock (_gate)
        {
            return [.. _pods.Values.Where(p => p.Waits && !_assumed.ContainsKey(p.Key))
                .OrderByDescending(p => p.Priority).ThenBy(p => p.Created).ThenBy(p => p.Key.ToString(), StringComparer.Ordinal)];
        }
    }

    /// <summary>The nodes, by name, and what is in use on each.</summary>
    public IReadOnlyList<(NodeView Node, ResourceAmounts Used)> Nodes()
    {
        lock (_gate)
        {
            var used = _nodes.Keys.ToDictionary(n => n, _ => new ResourceAmounts());
            foreach (var pod in _pods.Values.Where(p => !_assumed.ContainsKey(p.Key)).Concat(_assumed.Values).Where(p => p.Counts))
            {
                if (used.TryGetValue(pod.Node!, out var amounts))
                {
                    amounts.Add(pod.Requests);
                }
            }

            return [.. _nodes.Values.OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => (n, used[n.Name]))];
        }
    }

    /// <summary>The pods that use room on each node, by its name.</summary>
    public ILookup<string, PodView> Placed()
    {
        lock (_gate)
        {
            return _pods.Values.Where(p => !_assumed.ContainsKey(p.Key)).Concat(_assumed.Values).Where(p => p.Counts).ToLookup(p => p.Node!, StringComparer.Ordinal);
        }
    }

    /// <summary>What is wrong with the pod's claims, in the scheduler's words; null when nothing is.</summary>
    public string? ClaimProblem(PodView pod)
    {
        lock (_gate)
        {
            foreach (var claim in pod.Claims)
            {
                if (!_claims.TryGetValue(new ObjectKey(pod.Key.Namespace, claim), out var state))
                {
                    return $"persistentvolumeclaim \"{claim}\" not found";
                }

                if (state == ClaimState.Terminating)
                {
                    return $"persistentvolumeclaim \"{claim}\" is being deleted";
                }

                if (state == ClaimState.Pending)
                {
                    return "pod has unbound immediate PersistentVolumeClaims";
                }
            }

            return null;
        }
    }
}
