namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>What has to be done before the new status may be written.</summary>
internal enum RunAction
{
    None,

    /// <summary>Make a driver pod; success and refusal lead to SUBMITTED and SUBMISSION_FAILED.</summary>
    Submit,

    /// <summary>Delete driver pod and service of the present run.</summary>
    DeleteRun,

    /// <summary>Delete the SparkApplication, whose time to live is over.</summary>
    DeleteApplication,
}
