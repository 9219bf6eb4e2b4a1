using Portal.Core.Clusters;

namespace Portal.Kube.Watching;

/// <summary>
/// Brings lists and watch events into a <see cref="Feed{T}"/> as changes, each once and in order, and keeps the version up to which
/// everything has been seen. Used by one informer at a time.
/// </summary>
internal sealed class InformerCache<T>(Feed<T> feed)
    where T : class, IClusterObject
{
    /// <summary>Where to watch from; null when a new list is needed.</summary>
    public string? Version { get; private set; }

    /// <summary>Takes over a complete list: publishes only what differs from what is held.</summary>
    public void Replace(IReadOnlyList<T> items, string version)
    {
        var changes = new List<Change<T>>();
        var listed = new HashSet<(string, string)>(items.Count);
        foreach (var item in items)
        {
            listed.Add((item.Key.Namespace, item.Key.Name));
            var held = feed.Find(item.Key.Namespace, item.Key.Name);
            if (held is null || held.Uid != item.Uid || held.ResourceVersion != item.ResourceVersion)
            {
                changes.Add(new Change<T>(held is null ? ChangeType.Added : ChangeType.Modified, item));
            }
        }

        changes.AddRange(feed.Current.Where(o => !listed.Contains((o.Key.Namespace, o.Key.Name))).Select(o => new Change<T>(ChangeType.Deleted, o)));
        feed.Publish(changes);
        Version = version;
        feed.MarkSynced();
    }

    /// <summary>Takes over one event. What was seen before (a watch that starts too early, a repeated event) is left out.</summary>
    public void Apply(WatchEvent<T> change)
    {
        if (change is { Type: { } type, Object: { } value } && IsNews(type, value))
        {
            feed.Publish([new Change<T>(type, value)]);
        }

        if (ResourceVersions.IsNewer(change.ResourceVersion, Version))
        {
            Version = change.ResourceVersion;
        }
    }

    /// <summary>The version is of no use any more: list again.</summary>
    public void Forget() => Version = null;

    private bool IsNews(ChangeType type, T value)
    {
        if (ResourceVersions.IsNewer(value.ResourceVersion, Version))
        {
            return true;
        }

        // Some servers send a deletion under the version that the object had last.
        return type == ChangeType.Deleted
            && feed.Find(value.Key.Namespace, value.Key.Name) is { } held
            && held.Uid == value.Uid
            && !ResourceVersions.IsNewer(held.ResourceVersion, value.ResourceVersion);
    }
}
