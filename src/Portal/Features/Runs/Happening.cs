using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Features.Runs;

/// <summary>One line of what happened to a run: a step that the portal recorded, or an event of the cluster.</summary>
/// <param name="At">When.</param>
/// <param name="Title">What, in a word or a few.</param>
/// <param name="Detail">More about it; may be empty.</param>
/// <param name="Css">Mark: ok, bad, warn, wait or off.</param>
/// <param name="Source">Who says so: the object and its component; empty for the portal's own steps.</param>
/// <param name="Count">How often.</param>
public sealed record Happening(DateTimeOffset At, string Title, string Detail, string Css, string Source = "", int Count = 1)
{
    /// <summary>Newest first. Events go after about an hour; the steps stay.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="events">What the cluster says about the run and its pods.</param>
    /// <param name="stepTitle">Name of a step's kind in the reader's language.</param>
    public static IReadOnlyList<Happening> Of(JobRun run, IEnumerable<EventView> events, Func<string, string> stepTitle) =>
    [
        .. run.Steps.Select(s => new Happening(s.At, stepTitle(s.Kind), s.Detail, CssOf(run, s.Kind)))
            .Concat(events.Select(e => new Happening(e.At, e.Reason, e.Message, CssOf(run, e), $"{e.RegardingKind} {e.RegardingName}", e.Count)))
            .Reverse() // what shares a second stays newest first, too
            .OrderByDescending(h => h.At),
    ];

    /// <summary>Whether an event is about finding a place to run: a wait, which passes when there is room.</summary>
    public static bool IsAboutPlace(EventView e) => e.Reason is "FailedScheduling" or "NotTriggerScaleUp" or "Preempted";

    // A warning is a failure only where it can be what the run failed of: it did not pass, and nothing came after it.
    private static string CssOf(JobRun run, EventView e) =>
        e.Type != "Warning" ? "off"
        : run.State == JobState.Failed && !IsAboutPlace(e) && !run.Steps.Any(s => s.At > e.At && s.Kind is "driver-started" or "executor-started") ? "bad"
        : "warn";

    private static string CssOf(JobRun run, string kind) => kind switch
    {
        "ended" => Components.StateLook.Css(run.State),
        "driver-ended" => run.State == JobState.Failed ? "bad" : "ok",
        "executor-ended" => "off",
        "FAILED" or "FAILING" or "SUBMISSION_FAILED" => "bad",
        "cancel-requested" or "PENDING_RERUN" or "SUSPENDED" => "wait",
        _ => "ok",
    };
}
