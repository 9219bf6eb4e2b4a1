namespace Portal.Hubs;

/// <summary>Answer to a search.</summary>
/// <param name="Line">Number of the line that was found; null when none was.</param>
/// <param name="Next">Where to go on when only a part was searched; null when there is nothing more.</param>
public sealed record LogMatch(long? Line, long? Next);
