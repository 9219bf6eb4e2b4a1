using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Keeps ended pods from piling up: beyond a bound the oldest are removed, with their logs.</summary>
internal sealed class PodCollector : Controller<string>
{
    /// <summary>Ended pods that are kept.</summary>
    public const int MaxEnded = 1000;

    private const string All = "all";

    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, (string Uid, DateTimeOffset Created)> _ended = [];

    public PodCollector(IObjects objects, TimeProvider time, ILogger<PodCollector> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Pods, OnPod);
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        List<(ObjectKey Key, string Uid)> surplus;
        lock (_gate)
        {
            surplus = [.. _ended.OrderBy(p => p.Value.Created).ThenBy(p => p.Key.Name, StringComparer.Ordinal).Take(_ended.Count - MaxEnded).Select(p => (p.Key, p.Value.Uid))];
        }

        foreach (var (pod, uid) in surplus)
        {
            await Objects.DeleteAsync(ResourceTypes.Pods, pod.Namespace, pod.Name, uid, graceSeconds: 0, ct);
        }

        return null;
    }

    private void OnPod(ObjectChange change)
    {
        var key = ObjectKey.Of(change.Object);
        lock (_gate)
        {
            if (change.Type != "DELETED" && change.Object.Text("status", "phase") is "Succeeded" or "Failed")
            {
                _ended[key] = (change.Object.Uid(), change.Object.Time("metadata", "creationTimestamp") ?? default);
            }
            else
            {
                _ended.Remove(key);
            }

            if (_ended.Count <= MaxEnded)
            {
                return;
            }
        }

        Queue.Add(All);
    }
}
