using Portal.Core.Clusters;
using Portal.Kube.Watching;

namespace Portal.UnitTests.Kube.Support;

/// <summary>Follows a subscription as a page does and notes the first change that does not fit what was told before.</summary>
internal sealed class FeedReplay<T>
    where T : class, IClusterObject
{
    private readonly Dictionary<(string, string), T> _held = [];

    public string? Problem { get; private set; }

    public IReadOnlyCollection<T> Held
    {
        get
        {
            lock (_held)
            {
                return [.. _held.Values];
            }
        }
    }

    public async Task FollowAsync(IFeedSubscription<T> subscription, CancellationToken ct)
    {
        try
        {
            await foreach (var batch in subscription.ReadAsync(ct))
            {
                lock (_held)
                {
                    if (batch.Reset)
                    {
                        _held.Clear();
                    }

                    foreach (var change in batch.Changes)
                    {
                        Problem ??= Check(change);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private string? Check(Change<T> change)
    {
        var (type, now) = change;
        var key = (now.Key.Namespace, now.Key.Name);
        var held = _held.GetValueOrDefault(key);
        _held[key] = now;
        switch (type)
        {
            case ChangeType.Added:
                return held is null ? null : $"{now.Key} was added twice";
            case ChangeType.Modified when held is null:
                return $"{now.Key} was modified before it was added";
            case ChangeType.Modified:
                return held.Uid == now.Uid && ResourceVersions.IsNewer(now.ResourceVersion, held.ResourceVersion) ? null : $"{now.Key} went from {held.ResourceVersion} to {now.ResourceVersion}";
            default:
                _held.Remove(key);
                return held?.Uid == now.Uid ? null : $"{now.Key} was deleted without being held";
        }
    }
}
