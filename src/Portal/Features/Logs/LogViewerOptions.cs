namespace Portal.Features.Logs;

/// <summary>What the script needs to know.</summary>
/// <param name="Hub">Address of the hub.</param>
/// <param name="Ticket">Sealed note of which run this is.</param>
/// <param name="Text">Address of the run's log as text; has a query already.</param>
/// <param name="Pod">Pod to show first; the driver when null.</param>
/// <param name="Attempt">Attempt to show first; the latest when null.</param>
/// <param name="Line">Line to show first, from 0; the end when null.</param>
/// <param name="Ended">Whether the run has ended: a log that is not there will not come.</param>
public sealed record LogViewerOptions(string Hub, string Ticket, string Text, string? Pod, int? Attempt, long? Line, bool Ended);
