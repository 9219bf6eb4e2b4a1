namespace Portal.Sandbox.Cron;

/// <summary>A schedule that cannot be read; the message says why, in the words of the parser that Kubernetes uses.</summary>
public sealed class CronFormatException(string message) : Exception(message);
