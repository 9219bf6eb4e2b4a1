using System.Collections.Immutable;
using System.Globalization;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Keeps <c>status.executorState</c> and says which executor pods have no more use.</summary>
internal static class ExecutorTracker
{
    /// <summary>Executors kept in the status; ended ones go first, the oldest first.</summary>
    public const int MaxTracked = 1000;

    /// <summary>How long an ended executor pod stays, so that whoever follows its log gets the last lines.</summary>
    public static readonly TimeSpan KeepEnded = TimeSpan.FromSeconds(5);

    public static Decision Track(Observation seen, Decision decision)
    {
        var status = decision.Status;
        var states = status.Executors.ToBuilder();
        var notices = decision.Notices.ToBuilder();
        foreach (var (name, pod) in seen.Executors)
        {
            if (!states.TryGetValue(name, out var old) || old != pod.State)
            {
                notices.Add(Notice.Executor(name, pod));
                states[name] = pod.State;
            }
        }

        foreach (var (name, state) in status.Executors)
        {
            if (!PodState.IsTerminal(state) && !seen.Executors.ContainsKey(name))
            {
                states[name] = StateOfMissing(status.State);
            }
        }

        var (useless, lookAgain) = Useless(seen, status);
        return decision with
        {
            Status = status with
            {
                Executors = Bounded(states.ToImmutable()),
                SparkApplicationId = seen.Executors.Values.Select(e => e.SparkApplicationId).FirstOrDefault(id => id is not null) ?? status.SparkApplicationId,
            },
            Notices = notices.ToImmutable(),
            Executors = useless,
            LookAgain = Earliest(decision.LookAgain, lookAgain),
        };
    }

    private static string StateOfMissing(string application) => application switch
    {
        ApplicationState.Running or ApplicationState.Submitted or ApplicationState.Unknown => PodState.Unknown,
        ApplicationState.Succeeding or ApplicationState.Completed => PodState.Completed,
        _ => PodState.Failed,
    };

    private static (ImmutableArray<string> Names, TimeSpan? LookAgain) Useless(Observation seen, ApplicationStatus status)
    {
        var driverEnded = ApplicationState.IsTerminal(status.State) || status.State is ApplicationState.Succeeding or ApplicationState.Failing;
        var deleteEnded = (seen.App.Executor.Flag("deleteOnTermination") ?? true)
            && seen.App.Conf("spark.kubernetes.executor.deleteOnTermination") != "false";
        var names = ImmutableArray.CreateBuilder<string>();
        TimeSpan? lookAgain = null;
        foreach (var (name, pod) in seen.Executors.Where(e => !e.Value.Terminating))
        {
            if (!PodState.IsTerminal(pod.State))
            {
                if (driverEnded)
                {
                    names.Add(name);
                }
            }
            else if (deleteEnded)
            {
                var left = (pod.Exit?.At ?? default) + KeepEnded - seen.Now;
                if (left <= TimeSpan.Zero)
                {
                    names.Add(name);
                }
                else
                {
                    lookAgain = Earliest(lookAgain, left);
                }
            }
        }

        return (names.ToImmutable(), lookAgain);
    }

    private static ImmutableSortedDictionary<string, string> Bounded(ImmutableSortedDictionary<string, string> states)
    {
        if (states.Count <= MaxTracked)
        {
            return states;
        }

        var ended = states.Where(s => PodState.IsTerminal(s.Value) || s.Value == PodState.Unknown).OrderBy(s => Number(s.Key));
        var live = states.Where(s => !PodState.IsTerminal(s.Value) && s.Value != PodState.Unknown).OrderByDescending(s => Number(s.Key));
        return states.RemoveRange(ended.Concat(live).Take(states.Count - MaxTracked).Select(s => s.Key));
    }

    /// <summary>Spark numbers executors as it makes them: <c>...-exec-17</c>.</summary>
    private static long Number(string pod) =>
        long.TryParse(pod.AsSpan(pod.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static TimeSpan? Earliest(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b ?? a : a;
}
