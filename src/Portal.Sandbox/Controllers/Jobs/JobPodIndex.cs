using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>
/// Which pods name which job as their controller. Only names are remembered, and the pods themselves read from the store: what is planned from them is
/// never older than what this process has written.
/// </summary>
internal sealed class JobPodIndex(IObjects objects)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, HashSet<string>> _names = [];
    private readonly HashSet<ObjectKey> _complete = [];

    public void Add(ObjectKey job, string pod)
    {
        lock (_gate)
        {
            if (!_names.TryGetValue(job, out var names))
            {
                _names[job] = names = [];
            }

            names.Add(pod);
        }
    }

    public void Remove(ObjectKey job, string pod)
    {
        lock (_gate)
        {
            if (_names.TryGetValue(job, out var names) && names.Remove(pod) && names.Count == 0)
            {
                _names.Remove(job);
            }
        }
    }

    /// <summary>Forgets a job that is gone, with no pods left.</summary>
    public void Forget(ObjectKey job)
    {
        lock (_gate)
        {
            _complete.Remove(job);
        }
    }

    /// <summary>All pods that name the job, of whatever uid.</summary>
    public IReadOnlyList<JobPod> Read(ObjectKey job)
    {
        // The watch may not have told of all yet when this process is young.
        if (IsNew(job))
        {
            foreach (var pod in objects.List(ResourceTypes.Pods, job.Namespace).Where(p => JobOf(p) == job))
            {
                Add(job, pod.Name());
            }
        }

        string[] names;
        lock (_gate)
        {
            names = _names.TryGetValue(job, out var set) ? [.. set] : [];
        }

        return [.. names.Order(StringComparer.Ordinal).Select(n => objects.Get(ResourceTypes.Pods, job.Namespace, n)).OfType<JsonObject>().Where(p => JobOf(p) == job).Select(p => new JobPod(p))];
    }

    /// <summary>The job that a pod names as its controller; null for none.</summary>
    public static ObjectKey? JobOf(JsonObject pod) =>
        ControllerReference.Of(pod) is { } owner && owner.Is(ResourceTypes.Jobs) ? new ObjectKey(pod.Namespace(), owner.Name) : null;

    private bool IsNew(ObjectKey job)
    {
        lock (_gate)
        {
            return _complete.Add(job);
        }
    }
}
