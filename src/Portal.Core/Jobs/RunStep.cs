namespace Portal.Core.Jobs;

/// <summary>Something that happened to a run, for its time line.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">submitted, scheduled, driver-started, executor-started, an operator state such as RUNNING, cancel-requested, or ended.</param>
/// <param name="Detail">Words to go with it; may be empty.</param>
public sealed record RunStep(DateTimeOffset At, string Kind, string Detail);
