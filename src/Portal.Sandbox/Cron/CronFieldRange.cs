namespace Portal.Sandbox.Cron;

/// <summary>Values that a field of a schedule can have.</summary>
/// <param name="First">The least.</param>
/// <param name="Last">The greatest.</param>
/// <param name="Names">Names of the values from the least on, in lower case; empty when they have none.</param>
internal sealed record CronFieldRange(int First, int Last, IReadOnlyList<string> Names);
