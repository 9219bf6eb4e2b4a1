namespace Portal.Sandbox.Node.Processes;

/// <summary>A process at one moment.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">Number of its parent.</param>
/// <param name="Group">Number of its process group.</param>
/// <param name="StartTime">When it began, in clock ticks since boot: with the number it names a process for good.</param>
/// <param name="Resident">Memory in use, in bytes.</param>
internal sealed record ProcStat(int Id, int Parent, int Group, long StartTime, long Resident);
