namespace Portal.Sandbox.Database;

/// <summary>PostgreSQL could not be set up or started; the message says why and what to do.</summary>
public sealed class LocalPostgresException(string message) : Exception(message);
