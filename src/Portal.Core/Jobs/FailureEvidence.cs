namespace Portal.Core.Jobs;

/// <summary>One piece of evidence.</summary>
/// <param name="Source">Where it was found, for example <c>Log, line 412</c> or <c>Pod pi-driver</c>.</param>
/// <param name="Text">What was found there, in the original words.</param>
/// <param name="LogLine">Number of the line in the driver's log, from 0; null when it is not from the log.</param>
public sealed record FailureEvidence(string Source, string Text, long? LogLine);
