namespace Portal.Core.History.Live;

/// <summary>Who asked for a cancellation, and when.</summary>
public sealed record CancelRequest(string Person, DateTimeOffset At);
