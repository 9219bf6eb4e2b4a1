namespace Portal.Core.Jobs;

/// <summary>State of a run in people's words; the operator's own state stands beside it.</summary>
public enum JobState
{
    /// <summary>Submitted, not yet running: waits for the operator, for room or for a retry.</summary>
    Waiting,
    Running,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>The object went away before its outcome was seen.</summary>
    Unknown,
}
