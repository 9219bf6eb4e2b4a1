namespace Portal.Sandbox.Store;

/// <summary>What a watcher reads at once.</summary>
/// <param name="Events">Changes in order; empty when there is nothing new.</param>
/// <param name="UpTo">Everything up to this version has been seen.</param>
/// <param name="More">Completes when there is more to read.</param>
public readonly record struct WatchBatch(IReadOnlyList<StoreEvent> Events, long UpTo, Task More);
