namespace Portal.Core.Clusters;

/// <summary>One subscriber's view of a feed. Dispose it to leave; <see cref="ReadAsync"/> then ends.</summary>
public interface IFeedSubscription<T> : IDisposable
    where T : class, IClusterObject
{
    /// <summary>The objects at the moment of subscribing.</summary>
    IReadOnlyList<T> Snapshot { get; }

    /// <summary>Batches of changes after <see cref="Snapshot"/>, at most one every 50 ms. May be enumerated once.</summary>
    IAsyncEnumerable<FeedBatch<T>> ReadAsync(CancellationToken ct);
}
