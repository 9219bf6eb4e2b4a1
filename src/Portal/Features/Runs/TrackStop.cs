namespace Portal.Features.Runs;

/// <summary>One point on the way of a run.</summary>
/// <param name="TextKey">Key of its name.</param>
/// <param name="Css">Mark: ok, run, wait, bad, off or unk.</param>
/// <param name="At">When it was reached; null when it was not yet.</param>
/// <param name="Next">When the next one was reached; null when that is still to come.</param>
public sealed record TrackStop(string TextKey, string Css, DateTimeOffset? At, DateTimeOffset? Next)
{
    /// <summary>Where the run is right now.</summary>
    public bool IsNow => At is not null && Css is "run" or "wait";
}
