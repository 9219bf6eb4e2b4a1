using Portal.Core.Clusters;

namespace Portal.Kube.Logs;

/// <summary>What a pod says about reading the log of one of its containers.</summary>
/// <param name="HasLog">The container has been started at least once.</param>
/// <param name="IsOver">It has ended and will not be started again, or never will be.</param>
/// <param name="Restarts">Which instance is the newest.</param>
/// <param name="Floor">A time before the newest instance's first line, in nanoseconds since 1970.</param>
internal readonly record struct ContainerProgress(bool HasLog, bool IsOver, int Restarts, long Floor)
{
    public static ContainerProgress Of(PodView pod, string name)
    {
        var over = pod.Phase is "Succeeded" or "Failed";
        if (pod.Containers.FirstOrDefault(c => c.Name == name) is not { } container)
        {
            return new ContainerProgress(HasLog: false, over, 0, Nanoseconds(pod.CreatedAt));
        }

        var ended = container.State == "terminated";
        var again = pod.RestartPolicy switch
        {
            "Never" => false,
            "OnFailure" => container.ExitCode != 0,
            _ => !container.Init || container.ExitCode != 0,
        };
        return new ContainerProgress(
            ended || container.State == "running" || container.RestartCount > 0,
            over || (ended && (!again || pod.DeletionTimestamp is not null)),
            container.RestartCount,
            Nanoseconds(container.StartedAt ?? pod.CreatedAt));
    }

    private static long Nanoseconds(DateTimeOffset time) => Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks) * 100;
}
