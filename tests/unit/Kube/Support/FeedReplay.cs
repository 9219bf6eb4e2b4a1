using Portal.Core.Clusters;
using Portal.Kube.Watching;

namespace Portal.UnitTests.Kube.Support;

/// <summary>Follows a subscription as a page does and notes the first change that does not fit what was told before.</summary>
internal sealed class FeedReplay
{
    private readonly Dictionary<(string, string), PodView> _held = [];

    public string? Problem { get; private set; }

    public IReadOnlyCollection<PodView> Held
    {
        get
        {
            lock (_held)
            {
                return [.. _held.Values];
            }
        }
    }

    public async Task FollowAsync(IFeedSubscription<PodView> subscription, CancellationToken ct)
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

    private string? Check(Change<PodView> change)
    {
        var (type, pod) = change;
        var key = (pod.Key.Namespace, pod.Key.Name);
        var held = _held.GetValueOrDefault(key);
        _held[key] = pod;
        switch (type)
        {
            case ChangeType.Added:
                return held is null ? null : $"{pod.Key} was added twice";
            case ChangeType.Modified when held is null:
                return $"{pod.Key} was modified before it was added";
            case ChangeType.Modified:
                return held.Uid == pod.Uid && ResourceVersions.IsNewer(pod.ResourceVersion, held.ResourceVersion) ? null : $"{pod.Key} went from {held.ResourceVersion} to {pod.ResourceVersion}";
            default:
                _held.Remove(key);
                return held?.Uid == pod.Uid ? null : $"{pod.Key} was deleted without being held";
        }
    }
}
