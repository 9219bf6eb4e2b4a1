namespace Portal.Core.Clusters;

/// <summary>What happened to one object.</summary>
/// <param name="Type">Added, modified or deleted.</param>
/// <param name="Object">The object after the change; for a deletion its last known state.</param>
public readonly record struct Change<T>(ChangeType Type, T Object);
