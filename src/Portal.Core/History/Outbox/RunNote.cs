using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.Jobs;
using Portal.Core.Workspaces;

namespace Portal.Core.History.Outbox;

/// <summary>What is known of a run at one moment and belongs into its record, whenever that can be written.</summary>
/// <param name="Facts">What the cluster shows.</param>
/// <param name="Definition">What was asked for; null when it is not known here.</param>
/// <param name="ManifestJson">The object as the API gave it, JSON; <c>{}</c> when it is not known here.</param>
public sealed record RunNote(RunFacts Facts, SparkJob? Definition, string ManifestJson)
{
    /// <summary>Key of the submission that made the run; null for objects made elsewhere.</summary>
    public string? SubmissionKey => Facts.App.Annotations.GetValueOrDefault(PortalLabels.SubmissionKey);

    /// <summary>The record with this note in it. Noting the same once more changes nothing.</summary>
    /// <param name="stored">The run as recorded; null when it is new.</param>
    public JobRun Onto(JobRun? stored)
    {
        var run = stored is null || Outlasts(stored) ? RunFold.Apply(stored, Facts) : stored;
        return run with { Definition = run.Definition ?? Definition, ManifestJson = run.ManifestJson == "{}" ? ManifestJson : run.ManifestJson };
    }

    // A note of a run's beginning is overtaken by whatever was recorded since; one of its end holds, unless the record knows an end already.
    private bool Outlasts(JobRun stored) =>
        (Facts.GoneAt is not null || Facts.Cancel is not null)
        && (stored is { Ended: false } or { State: JobState.Unknown } || (stored.ObjectExists && RunFold.Apply(stored, Facts).State == stored.State));
}
