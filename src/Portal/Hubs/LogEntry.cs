using Portal.Core.Logs;

namespace Portal.Hubs;

/// <summary>One log of a run, as the viewer's list shows it.</summary>
/// <param name="Id">Names the log in the hub's other methods.</param>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Container">Name of the container.</param>
/// <param name="Role">driver, executor or other.</param>
/// <param name="Attempt">Attempt of the run, from 1.</param>
/// <param name="State">Waiting, Streaming, Reconnecting or Ended.</param>
public sealed record LogEntry(string Id, string Pod, string Container, string Role, int Attempt, string State)
{
    /// <summary>The log that an <see cref="Id"/> names; null when it is none. Only logs of the given run can be named.</summary>
    public static LogId? Find(RunTicket run, string id) => id.Split('/') is [{ Length: > 0 } pod, { Length: > 0 } uid, { Length: > 0 } container]
        ? new LogId(run.Cluster, run.RunUid, pod, uid, container)
        : null;

    public static LogEntry From(LogInfo log) => new($"{log.Id.Pod}/{log.Id.PodUid}/{log.Id.Container}", log.Id.Pod, log.Id.Container, log.Role, log.Attempt, log.State.ToString());
}
