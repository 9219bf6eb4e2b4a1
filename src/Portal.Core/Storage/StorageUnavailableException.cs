namespace Portal.Core.Storage;

/// <summary>PostgreSQL does not answer. What was asked for may work again in a moment: try again, and say so.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
