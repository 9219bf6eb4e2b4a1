namespace Portal.Sandbox.Store;

/// <summary>The version asked for is older than what is remembered: list again.</summary>
public sealed class HistoryGoneException(long asked, long oldest) : Exception($"too old resource version: {asked} ({oldest})")
{
    /// <summary>Oldest version that is still there.</summary>
    public long Oldest { get; } = oldest;
}
