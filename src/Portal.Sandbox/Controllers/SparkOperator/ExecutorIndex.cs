using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Executor pods by application, kept from a watch so that one change of a pod does not mean reading all pods.</summary>
internal sealed class ExecutorIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, Dictionary<string, ExecutorPod>> _applications = [];

    public void Apply(ObjectKey application, ObjectChange change)
    {
        var name = change.Object.Name();
        lock (_gate)
        {
            if (change.Type != "DELETED")
            {
                if (!_applications.TryGetValue(application, out var pods))
                {
                    _applications[application] = pods = [];
                }

                pods[name] = ExecutorPod.Read(change.Object);
            }
            else if (_applications.TryGetValue(application, out var pods) && pods.Remove(name) && pods.Count == 0)
            {
                _applications.Remove(application);
            }
        }
    }

    /// <summary>The executors of one submission of an application.</summary>
    public IReadOnlyDictionary<string, ExecutorPod> Of(ObjectKey application, ApplicationStatus status)
    {
        lock (_gate)
        {
            return _applications.TryGetValue(application, out var pods)
                ? pods.Where(p => status.SubmissionId is not null && p.Value.SubmissionId == status.SubmissionId).ToDictionary()
                : [];
        }
    }
}
