namespace Portal.Core.Logs;

/// <summary>What there is to know about one log without reading it.</summary>
/// <param name="Id">Which log.</param>
/// <param name="Role">driver, executor or other.</param>
/// <param name="Attempt">Execution attempt of the run that the pod belonged to, from 1.</param>
/// <param name="Lines">Lines held.</param>
/// <param name="Bytes">Bytes held on disk.</param>
/// <param name="State">Where it stands.</param>
public sealed record LogInfo(LogId Id, string Role, int Attempt, long Lines, long Bytes, LogState State);
