using Portal.Sandbox.Controllers.Runtime;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>What is to be done for a job next, in this order.</summary>
internal sealed class JobDecision
{
    /// <summary>Pods that are no longer wanted though the job goes on: their end is not counted.</summary>
    public IReadOnlyList<JobPod> Dismiss { get; set; } = [];

    /// <summary>Pods that end because the job does.</summary>
    public IReadOnlyList<JobPod> Stop { get; set; } = [];

    public IReadOnlyList<NewPod> Create { get; set; } = [];

    /// <summary>What the status should be.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Pods that may go once the status is written.</summary>
    public List<JobPod> Release { get; } = [];

    /// <summary>What to tell people once the status is written.</summary>
    public List<EventNote> Notices { get; } = [];

    /// <summary>When to look again although nothing changed.</summary>
    public TimeSpan? Again { get; private set; }

    public void LookAgain(TimeSpan after) => Again = Again is { } earlier && earlier < after ? earlier : after;
}
