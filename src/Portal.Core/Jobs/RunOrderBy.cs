namespace Portal.Core.Jobs;

/// <summary>What a list of runs can be ordered by. Runs that have no such value come last, whichever way.</summary>
public enum RunOrderBy
{
    Submitted,

    /// <summary>Start of the driver.</summary>
    Started,
    Ended,

    /// <summary>From the start of the driver to the end, or until now; a waiting run has none.</summary>
    Duration,
    Job,
    Name,

    /// <summary>Running, waiting, succeeded, failed, cancelled, unknown.</summary>
    State,

    /// <summary>Who submitted.</summary>
    StartedBy,

    /// <summary>Cores asked for.</summary>
    Asked,
    ExitCode,
    ParentRun,
}
