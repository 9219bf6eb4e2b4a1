namespace Portal.Kube.Watching;

/// <summary>How one informer stands.</summary>
/// <param name="Synced">It has listed once.</param>
/// <param name="Absent">The server does not serve the kind at all (404): nothing is missing, there is nothing.</param>
/// <param name="StaleSince">Since when changes may be missing; null while the watch is open.</param>
/// <param name="Error">What the last failure said; null while the watch is open.</param>
internal sealed record InformerState(bool Synced, bool Absent, DateTimeOffset? StaleSince, string? Error);
