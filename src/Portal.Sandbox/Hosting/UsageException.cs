namespace Portal.Sandbox.Hosting;

/// <summary>The command line, or what it names, cannot be used; the message says why and what to do.</summary>
public sealed class UsageException(string message) : Exception(message);
