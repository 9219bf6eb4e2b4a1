namespace Portal.Core.Clusters;

/// <summary>The live state of one kind, to be subscribed to.</summary>
public interface IFeed<T>
    where T : class, IClusterObject
{
    /// <summary>What is known right now.</summary>
    IReadOnlyCollection<T> Current { get; }

    /// <summary>One object by name, or null.</summary>
    T? Find(string ns, string name);

    /// <summary>Completes when the first list has been read.</summary>
    Task WaitForSyncAsync(CancellationToken ct);

    /// <summary>
    /// Snapshot and following changes, taken under one lock so that none falls between. The subscriber gets batches with the last change per
    /// object; one that lags behind gets a fresh snapshot instead of a queue.
    /// </summary>
    /// <param name="filter">Only these objects; one that stops matching is reported as deleted. Null means all.</param>
    IFeedSubscription<T> Subscribe(Func<T, bool>? filter = null);
}
