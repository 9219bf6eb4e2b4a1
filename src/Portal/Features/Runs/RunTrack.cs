using Portal.Components;
using Portal.Core.Jobs;

namespace Portal.Features.Runs;

/// <summary>The way of a run from submission to end, as its page draws it.</summary>
public static class RunTrack
{
    // What a run passes, in this order, and the step that says so.
    private static readonly (string TextKey, string Step)[] Way =
    [
        ("TrackSubmitted", "submitted"),
        ("TrackScheduled", "scheduled"),
        ("TrackDriver", "driver-started"),
        ("TrackExecutor", "executor-started"),
    ];

    public static IReadOnlyList<TrackStop> Of(JobRun run)
    {
        var passed = Way.Select(w => (w.TextKey, At: TimeOf(run, w.Step))).ToList();
        if (run.Ended)
        {
            // What was never reached is not a part of the way.
            passed = [.. passed.Where(p => p.At is not null), ($"State{run.State}", run.EndedAt)];
        }
        else if (run.State == JobState.Running)
        {
            passed.Add(("StateRunning", passed.Select(p => p.At).Max()));
        }

        return [.. passed.Select((p, i) => new TrackStop(p.TextKey, Css(run, passed, i), p.At, i + 1 < passed.Count ? passed[i + 1].At : null))];
    }

    private static string Css(JobRun run, List<(string TextKey, DateTimeOffset? At)> passed, int i)
    {
        if (i == passed.Count - 1 && (run.Ended || run.State == JobState.Running))
        {
            return StateLook.Css(run.State);
        }

        var reached = passed[i].At is not null;
        var nextReached = passed.Skip(i + 1).Any(p => p.At is not null);
        return !reached && !nextReached ? "unk" : reached && !nextReached && run.State == JobState.Waiting ? "wait" : "ok";
    }

    private static DateTimeOffset? TimeOf(JobRun run, string step) => step switch
    {
        "submitted" => run.SubmittedAt,
        "driver-started" => run.StartedAt ?? FirstStep(run, step),
        _ => FirstStep(run, step),
    };

    private static DateTimeOffset? FirstStep(JobRun run, string step) => run.Steps.FirstOrDefault(s => s.Kind == step)?.At;
}
