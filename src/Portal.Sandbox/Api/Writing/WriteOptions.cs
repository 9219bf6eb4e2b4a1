namespace Portal.Sandbox.Api.Writing;

/// <summary>Who writes, and how.</summary>
/// <param name="Caller">Who.</param>
/// <param name="DryRun">Go all the way but store nothing.</param>
public readonly record struct WriteOptions(Caller Caller, bool DryRun = false);
