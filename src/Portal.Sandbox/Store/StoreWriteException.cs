namespace Portal.Sandbox.Store;

/// <summary>The disk took nothing; nothing was changed and the next write tries again.</summary>
public sealed class StoreWriteException(string message, Exception inner) : Exception(message, inner);
