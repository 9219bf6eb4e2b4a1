namespace Portal.Bench;

/// <summary>Memory of one part of the portal with the processes below it, in bytes.</summary>
internal sealed record MemoryRow(string Part, long Idle, long WithPages);
