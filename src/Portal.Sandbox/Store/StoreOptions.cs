namespace Portal.Sandbox.Store;

/// <summary>Bounds of the store.</summary>
public sealed record StoreOptions
{
    /// <summary>How long old versions can be read and watched from.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>At most so many changes of one kind are remembered; older ones are forgotten first.</summary>
    public int HistoryEntries { get; init; } = 16_384;

    /// <summary>At most so many bytes of changes of one kind are remembered.</summary>
    public long HistoryBytes { get; init; } = 64 << 20;

    /// <summary>A journal longer than this (and than twice the last snapshot) makes a snapshot.</summary>
    public long JournalBytes { get; init; } = 32 << 20;

    /// <summary>Writes that may wait for the disk; further callers wait to get in.</summary>
    public int QueuedWrites { get; init; } = 4096;
}
