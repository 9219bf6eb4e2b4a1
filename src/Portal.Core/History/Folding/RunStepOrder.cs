using Portal.Core.Jobs;

namespace Portal.Core.History.Folding;

/// <summary>Orders steps by time and, since Kubernetes cuts its times to seconds, those of the same moment by what must come first.</summary>
internal static class RunStepOrder
{
    private static readonly string[] Kinds = ["submitted", "SUBMITTED", "scheduled", "driver-started", "executor-started", "cancel-requested", "executor-ended", "driver-ended", "ended"];

    public static IReadOnlyList<RunStep> Sort(IEnumerable<RunStep> steps) =>
        [.. steps.OrderBy(s => s.At).ThenBy(s => Rank(s.Kind)).ThenBy(s => s.Kind, StringComparer.Ordinal).ThenBy(s => s.Detail, StringComparer.Ordinal)];

    // The operator's other states stand after the executors' start and before their end.
    private static int Rank(string kind) => Array.IndexOf(Kinds, kind) is >= 0 and var index ? index : Array.IndexOf(Kinds, "cancel-requested");
}
