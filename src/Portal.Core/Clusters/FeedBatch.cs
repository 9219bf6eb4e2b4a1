namespace Portal.Core.Clusters;

/// <summary>Changes delivered together.</summary>
/// <param name="Reset">The subscriber lagged or the feed was relisted: forget everything held, <paramref name="Changes"/> adds what there is.</param>
/// <param name="Changes">The last change per object.</param>
public sealed record FeedBatch<T>(bool Reset, IReadOnlyList<Change<T>> Changes);
