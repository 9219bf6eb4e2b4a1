using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>The containers of a pod, and what follows from how they are: phase, and who may run again.</summary>
internal sealed class PodUnits
{
    private readonly string _restartPolicy;

    /// <param name="pod">The pod.</param>
    /// <param name="options">Of the node.</param>
    /// <param name="now">When it is taken up.</param>
    /// <param name="hadStarted">Whether an earlier sandbox had started that run of that container.</param>
    public PodUnits(JsonObject pod, NodeOptions options, DateTimeOffset now, Func<string, int, bool> hadStarted)
    {
        _restartPolicy = pod.Text("spec", "restartPolicy") ?? "Always";
        Init = [.. pod.Items("spec", "initContainers").Select(c => new ContainerUnit(c, isInit: true, options))];
        Main = [.. pod.Items("spec", "containers").Select(c => new ContainerUnit(c, isInit: false, options))];
        var statuses = pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")).ToLookup(s => s.Text("name"));
        foreach (var unit in All)
        {
            if (statuses[unit.Name].FirstOrDefault() is { } status)
            {
                unit.Restore(status, now);
            }

            if (unit.Terminated is null && hadStarted(unit.Name, unit.NextRun))
            {
                unit.Lose(ContainerId.Format(pod.Uid(), unit.Name, unit.NextRun), now);
            }
        }
    }

    /// <summary>Init containers and sidecars, in their order.</summary>
    public IReadOnlyList<ContainerUnit> Init { get; }

    public IReadOnlyList<ContainerUnit> Main { get; }

    public IEnumerable<ContainerUnit> All => Init.Concat(Main);

    public IEnumerable<ContainerUnit> Running => All.Where(u => u.Running is not null);

    /// <summary>Whether every init container is through.</summary>
    public bool IsInitialized => Init.All(u => u.IsSidecar ? u.HasStarted : u.Succeeded);

    /// <summary>Whether an init container has failed for good.</summary>
    public bool InitFailed => Init.Any(u => !u.IsSidecar && u.Terminated is not null && !u.Succeeded && !MayRestart(u));

    /// <summary>Whether nothing of the pod's own will run any more; sidecars may still have to be ended.</summary>
    public bool IsDone => InitFailed || (IsInitialized && Main.All(u => u.Terminated is not null && !MayRestart(u)));

    public bool MayRestart(ContainerUnit unit) =>
        unit.IsSidecar ? !Main.All(u => u.Terminated is not null && !MayRestart(u))
        : _restartPolicy switch
        {
            "Always" => !unit.IsInit || !unit.Succeeded,
            "OnFailure" => !unit.Succeeded,
            _ => false,
        };

    /// <summary>Phase by kubelet's rules.</summary>
    public string Phase()
    {
        if (IsDone && !Running.Any())
        {
            return !InitFailed && Main.All(u => u.Succeeded) ? "Succeeded" : "Failed";
        }

        return IsInitialized && Main.All(u => u.HasStarted) ? "Running" : "Pending";
    }
}
